using System.CommandLine;
using System.Globalization;
using Bakeoff.Cli.Inputs;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Running;
using Bakeoff.Pipeline.Store;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff clean</c>: frees space in the store.</summary>
internal static class CleanCommand
{
    private const string Current = "current";
    private const string None = "none";
    private const string All = "all";
    private const int LongestDays = 36_500;

    public static Command Create()
    {
        var command = new Command(
            "clean",
            "Frees space in the store: results that no experiment's latest run uses, damaged ones, and what interrupted processes left.");
        var keep = new Option<string>("--keep")
        {
            Description = "current: what the latest results of any experiment are made of. all: every sound result. none: nothing.",
            DefaultValueFactory = _ => Current,
            HelpName = "rule",
        };
        keep.TakesOneOf(Current, None, All);
        var keepDays = new Option<int?>("--keep-days") { Description = "Also keep what was finished in the last N days.", HelpName = "N" };
        keepDays.TakesNumber(0, LongestDays);
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be removed." };
        command.Options.Add(keep);
        command.Options.Add(keepDays);
        command.Options.Add(dryRun);
        var yes = new Option<bool>("--yes", "-y") { Description = "Remove without asking." };
        command.Options.Add(yes);
        command.SetAction(parsed =>
        {
            var workspace = Workspace.Find(Environment.CurrentDirectory);
            DateTimeOffset? since = parsed.GetValue(keepDays) is { } days
                ? TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(days)
                : null;
            var cleaner = new StoreCleaner(new ArtifactStore(workspace.StoreFolder, TimeProvider.System));
            var items = Plan(cleaner, workspace, parsed.GetValue(keep)!, since);
            if (parsed.GetValue(dryRun))
            {
                Remove(items, workspace, static _ => true, "would free", Console.Out);
                return ExitCodes.Done;
            }

            if (items.Count > 0 && !parsed.GetValue(yes) && !Confirm(items))
            {
                return ExitCodes.UserError;
            }

            Remove(items, workspace, cleaner.Remove, "freed", Console.Out);
            return ExitCodes.Done;
        });
        return command;
    }

    private static IReadOnlyList<CleaningItem> Plan(StoreCleaner cleaner, Workspace workspace, string rule, DateTimeOffset? since)
    {
        var needed = new Lazy<IReadOnlySet<string>>(() => CurrentResults.Read(workspace));
        return cleaner.Plan(
            e => rule == All || (rule == Current && needed.Value.Contains(e.Record.Fingerprint)) || e.Record.FinishedAt >= since,
            since);
    }

    /// <summary>Asks on a terminal; elsewhere nobody answers, and nothing is removed.</summary>
    private static bool Confirm(IReadOnlyList<CleaningItem> items)
    {
        var question = string.Create(
            CultureInfo.InvariantCulture,
            $"clean: {items.Count} folders with {Size(items.Sum(static item => item.Bytes))} are not needed (--dry-run names them).");
        if (Console.IsInputRedirected)
        {
            Console.Error.WriteLine($"{question} Nothing was removed, expected --yes where nobody can be asked.");
            return false;
        }

        Console.Out.Write($"{question} Remove them? [y/N] ");
        if (Console.In.ReadLine()?.Trim() is "y" or "Y" or "yes")
        {
            return true;
        }

        Console.Out.WriteLine("Nothing was removed.");
        return false;
    }

    private static void Remove(
        IReadOnlyList<CleaningItem> items,
        Workspace workspace,
        Func<CleaningItem, bool> remove,
        string verb,
        TextWriter output)
    {
        long freed = 0;
        var removed = 0;
        foreach (var item in items)
        {
            var name = Path.GetRelativePath(workspace.StoreFolder, item.Folder).Replace('\\', '/');
            var isRemoved = remove(item);
            output.WriteLine($"{name}: {(isRemoved ? Size(item.Bytes) : "stays, a running process uses it")} ({item.Reason})");
            freed += isRemoved ? item.Bytes : 0;
            removed += isRemoved ? 1 : 0;
        }

        output.WriteLine($"{verb} {Size(freed)} in {removed.ToString(CultureInfo.InvariantCulture)} folders");
    }

    private static string Size(long bytes) =>
        bytes switch
        {
            < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
            < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.0} kB"),
            < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB"),
        };
}
