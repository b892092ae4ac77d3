using System.CommandLine;
using Bakeoff.Cli.Output;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Reproduction;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff reproduce NAME</c>: runs a pinned experiment from nothing and compares it with its lock, hash by hash.</summary>
internal static class ReproduceCommand
{
    public static Command Create()
    {
        var command = new Command(
            "reproduce",
            "Repeats a pinned experiment from scratch: runs it in a store of its own and compares every output with the pin. Exit "
                + "code 1 when a bit differs.");
        var choice = new ExperimentChoice(command);
        var noData = new Option<bool>("--no-data")
        {
            Description = "Run nothing and need no recordings: only compare settings and code with the pin. Exit code 1 when any changed.",
        };
        var keep = new Option<bool>("--keep") { Description = "Leave the run's folder under artifacts/reproduce." };
        var markdown = new Option<string?>("--markdown")
        {
            Description = "Also write the comparison to this file as Markdown, for pull requests.",
            HelpName = "path",
        };
        command.Options.Add(noData);
        command.Options.Add(keep);
        command.Options.Add(markdown);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = Workspace.Find(Environment.CurrentDirectory);
                var experiment = choice.Name(parsed);
                var check = await Reproducing.CheckAsync(workspace, experiment, choice.Sets(parsed));
                if (parsed.GetValue(noData))
                {
                    ReproductionPrinter.PrintCheck(check, Console.Out);
                    return check.IsUnchanged ? ExitCodes.Done : ExitCodes.CheckFailed;
                }

                // A changed setting is told before hours of training, not after.
                ReproductionPrinter.PrintChanges(check, Console.Out);
                var result = await RunDisplay.ShowAsync(observer =>
                    Reproducing.RunAsync(
                        workspace,
                        experiment,
                        new ReproductionOptions
                        {
                            Sets = choice.Sets(parsed), Threads = choice.Threads(parsed), KeepsFolder = parsed.GetValue(keep),
                        },
                        observer,
                        cancellationToken));
                ReproductionPrinter.Print(result, Console.Out);
                if (parsed.GetValue(markdown) is { } path)
                {
                    await File.WriteAllTextAsync(path, ReproductionMarkdown.Write(result), cancellationToken);
                }

                return result.IsIdentical ? ExitCodes.Done : ExitCodes.CheckFailed;
            });
        return command;
    }
}
