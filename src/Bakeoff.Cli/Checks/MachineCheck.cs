using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using Bakeoff.Cli.Pages;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Sources;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Tracking;
using Bakeoff.Mlflow;
using Bakeoff.Neural.Engines;
using Bakeoff.Options;
using CliWrap;
using CliWrap.Buffered;

namespace Bakeoff.Cli.Checks;

/// <summary>The checks of <c>bakeoff doctor</c>. None changes anything.</summary>
internal static class MachineCheck
{
    /// <summary>Free space below which a corpus hardly fits.</summary>
    private const long LittleSpace = 2_000_000_000;

    private static readonly TimeSpan ServerPatience = TimeSpan.FromSeconds(5);

    /// <summary>All checks in the order in which they are shown.</summary>
    public static IReadOnlyList<Func<CancellationToken, Task<MachineFinding>>> All { get; } =
    [
        static _ => Task.FromResult(Machine()),
        Sdk,
        static _ => Task.FromResult(Project()),
        static _ => Task.FromResult(CakeTool()),
        static _ => Task.FromResult(Recordings()),
        static _ => Task.FromResult(Disk()),
        Tracking,
        Pages,
        static _ => Task.FromResult(Engines()),
        static cancellationToken => Program("ffmpeg", "-version", "turns formats that Bakeoff does not decode into WAV", cancellationToken),
        static cancellationToken => Program("git", "--version", "lets runs name their commit", cancellationToken),
    ];

    private static MachineFinding Machine() =>
        new(
            "machine",
            CheckState.Fine,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} "
                    + $"processors, .NET {Environment.Version}"));

    private static async Task<MachineFinding> Sdk(CancellationToken cancellationToken)
    {
        const string next = "Compiling needs it, the command alone does not: https://dotnet.microsoft.com/download";
        var version = await FirstLineAsync("dotnet", "--version", cancellationToken);
        return version is null ? new MachineFinding("SDK", CheckState.Missing, "dotnet does not answer", next)
            : version.StartsWith("10.", StringComparison.Ordinal) ? new MachineFinding("SDK", CheckState.Fine, version)
            : new MachineFinding("SDK", CheckState.Missing, $"{version}, expected 10", next);
    }

    private static MachineFinding Project() =>
        Workspace.TryFind(Environment.CurrentDirectory) is { } workspace
            ? new MachineFinding(
                "project",
                CheckState.Fine,
                workspace.ExperimentNames().Count is var count && count == 1
                    ? $"{workspace.Root}, 1 experiment"
                    : string.Create(CultureInfo.InvariantCulture, $"{workspace.Root}, {count} experiments"))
            : new MachineFinding(
                "project",
                CheckState.Broken,
                "there is none here",
                $"Go to a folder with experiments/, or make one: {CommandName.Typed} new emotions");

    private static MachineFinding CakeTool()
    {
        var root = Workspace.TryFind(Environment.CurrentDirectory)?.Root ?? Environment.CurrentDirectory;
        return File.Exists(Path.Combine(root, ".config", "dotnet-tools.json"))
            ? new MachineFinding(
                "tools",
                CheckState.Fine,
                "listed in .config/dotnet-tools.json; 'dotnet tool restore' gets them")
            : new MachineFinding(
                "tools",
                CheckState.Missing,
                "no .config/dotnet-tools.json here",
                $"'dotnet cake' needs it; '{CommandName.Typed}' does not.");
    }

    private static MachineFinding Recordings()
    {
        if (Workspace.TryFind(Environment.CurrentDirectory) is not { } workspace)
        {
            return new MachineFinding("recordings", CheckState.Missing, "no project, no corpora");
        }

        try
        {
            var corpora = DatasetCatalogue
                .Read(workspace.Corpora)
                .Select(dataset => (dataset.Name, LocalRecordings.Find(workspace.Corpora, dataset).State))
                .ToList();
            var gone = corpora.Where(static corpus => corpus.State == LocalState.Gone).Select(static corpus => corpus.Name).ToList();
            var here = corpora
                .Where(static corpus => corpus.State is LocalState.Archive or LocalState.Folder or LocalState.Synthesised)
                .Select(static corpus => corpus.Name);
            return gone.Count > 0
                ? new MachineFinding(
                    "recordings",
                    CheckState.Broken,
                    $"no longer where they were: {string.Join(", ", gone)}",
                    "Name the new place once: --set=dataset.source=PATH")
                : new MachineFinding(
                    "recordings",
                    CheckState.Fine,
                    $"here: {string.Join(", ", here)}; '{CommandName.Typed} datasets' lists all");
        }
        catch (ConfigurationException exception)
        {
            return new MachineFinding("recordings", CheckState.Broken, exception.Message.Split('\n')[0]);
        }
    }

    private static MachineFinding Disk()
    {
        var root = Workspace.TryFind(Environment.CurrentDirectory)?.Root ?? Environment.CurrentDirectory;
        var free = new DriveInfo(root).AvailableFreeSpace;
        var fact = string.Create(CultureInfo.InvariantCulture, $"{free / 1e9:0.0} GB free");
        return free < LittleSpace
            ? new MachineFinding(
                "disk",
                CheckState.Broken,
                fact,
                $"A corpus with its features takes gigabytes. '{CommandName.Typed} clean --dry-run' shows what can go.")
            : new MachineFinding("disk", CheckState.Fine, fact);
    }

    private static async Task<MachineFinding> Tracking(CancellationToken cancellationToken)
    {
        if (Workspace.TryFind(Environment.CurrentDirectory) is not { } workspace)
        {
            return new MachineFinding("MLflow", CheckState.Missing, "no project, no runs");
        }

        try
        {
            await using var store = TrackingStore.Open(workspace, address: null);
            if (!store.IsServer)
            {
                return new MachineFinding("MLflow", CheckState.Fine, $"runs go to {store.TrackingUri}");
            }

            var check = await store.CheckAsync(ServerPatience, cancellationToken);
            var version = check.ServerVersion is { } known ? $", MLflow {known}" : "";
            return check.Problem is { } problem
                ? Unusable(problem.Message)
                : new MachineFinding("MLflow", CheckState.Fine, $"the server at {store.TrackingUri} answers{version}");
        }
        catch (BakeoffException exception)
        {
            return Unusable(exception.Message);
        }

        static MachineFinding Unusable(string reason) =>
            new("MLflow", CheckState.Broken, reason, "Or unset MLFLOW_TRACKING_URI: runs then go to mlruns/.");
    }

    private static async Task<MachineFinding> Pages(CancellationToken cancellationToken) =>
        await MlflowProgram.FindAsync(TextWriter.Null, cancellationToken) is { } program
            ? new MachineFinding("MLflow's pages", CheckState.Fine, $"{program.Text} {program.Version}")
            : new MachineFinding(
                "MLflow's pages",
                CheckState.Missing,
                "no mlflow, uvx or pipx here",
                $"'{CommandName.Typed} ui' shows them after: pip install mlflow");

    private static MachineFinding Engines()
    {
        if (Workspace.TryFind(Environment.CurrentDirectory) is not { } workspace)
        {
            return new MachineFinding("engines", CheckState.Fine, "managed");
        }

        var catalogue = new EngineCatalogue(workspace.EnginesFolder);
        var broken = new List<string>();
        foreach (var name in catalogue.Names())
        {
            try
            {
                catalogue.Load<IEngine>(name);
            }
            catch (BakeoffException exception)
            {
                broken.Add(exception.Message);
            }
        }

        return broken.Count > 0
            ? new MachineFinding("engines", CheckState.Broken, string.Join(' ', broken))
            : new MachineFinding("engines", CheckState.Fine, string.Join(", ", catalogue.Names().Prepend("managed")));
    }

    private static async Task<MachineFinding> Program(string name, string argument, string use, CancellationToken cancellationToken) =>
        await FirstLineAsync(name, argument, cancellationToken) is { } line
            ? new MachineFinding(name, CheckState.Fine, line)
            : new MachineFinding(name, CheckState.Missing, $"not found; it {use}");

    private static async Task<string?> FirstLineAsync(string program, string argument, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await CliWrap
                .Cli.Wrap(program)
                .WithArguments(argument)
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(cancellationToken);
            return answer.ExitCode == 0 ? answer.StandardOutput.Split('\n')[0].Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
