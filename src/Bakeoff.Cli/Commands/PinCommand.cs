using System.Globalization;
using System.CommandLine;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Reproduction;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff pin NAME</c>: writes what a finished experiment was made of and gave, for git.</summary>
internal static class PinCommand
{
    /// <summary>The one override that says where things are and not what they are.</summary>
    private const string SourceKey = "dataset.source=";

    public static Command Create()
    {
        var command = new Command(
            "pin",
            "Pins a finished experiment: writes settings, code, versions, hashes and metrics to experiments/NAME.lock.yaml. "
                + "'reproduce' compares with it.");
        var choice = new ExperimentChoice(command);
        command.SetAction(
            async (parsed, _) =>
            {
                if (choice.Sets(parsed).FirstOrDefault(s => !s.TrimStart().StartsWith(SourceKey, StringComparison.Ordinal)) is { } set)
                {
                    await Console.Error.WriteLineAsync(
                        $"--set={set}: only dataset.source can be set when pinning, expected every other value in the YAML. Write it "
                            + $"to experiments/{choice.Name(parsed)}.yaml, or to a file of its own that 'extends' this one.");
                    return ExitCodes.UserError;
                }

                await using var session = choice.Open(parsed);
                var pinned = Pinning.Pin(session);
                LockFile.Write(Workspace.Find(Environment.CurrentDirectory), pinned);
                await Console.Out.WriteLineAsync(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{LockFile.RelativePathOf(pinned.Experiment)}: {pinned.Stages.Count} stages, "
                            + $"{pinned.Stages.Sum(s => s.Value.Files.Count)} files and {pinned.Metrics.Count} figures pinned. Commit "
                            + $"it to git."));
                return ExitCodes.Done;
            });
        return command;
    }
}
