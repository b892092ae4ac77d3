using System.CommandLine;
using Bakeoff.Cli.Inputs;
using Bakeoff.Cli.Output;
using Bakeoff.Experiments.Running;
using Bakeoff.Experiments.Stages;
using Bakeoff.Pipeline.Running;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff status</c>: where each stage stands and why, without running anything.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var command = new Command(
            "status",
            "Says for each stage whether it is done, stale or missing, and why. Exit code 1 when anything would run.");
        var choice = new ExperimentChoice(command);
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var lines = new Option<bool>("--lines")
        {
            Description =
                "Write one line a stage: its name, its state, and a sentence; then the summary, each line after the word 'summary'.",
        };
        var until = new Option<string>("--until")
        {
            Description = "Name of the last stage to look at.",
            DefaultValueFactory = _ => StageNames.Report,
            HelpName = "stage",
        };
        until.TakesOneOf([.. ExperimentStages.All.Select(s => s.Name)]);
        command.Options.Add(until);
        command.Options.Add(json);
        command.Options.Add(lines);
        command.SetAction(
            async (parsed, _) =>
            {
                await using var session = choice.Open(parsed);
                var statuses = session.Status(parsed.GetValue(until)!);
                if (parsed.GetValue(json))
                {
                    StatusPrinter.PrintJson(session.Experiment.Name, statuses, Console.Out);
                }
                else if (parsed.GetValue(lines))
                {
                    StatusPrinter.PrintLines(statuses, Console.Out);
                    PrintSummary(session, statuses);
                }
                else
                {
                    ExperimentChoice.PrintVariant(session, Console.Out);
                    StatusPrinter.PrintTable(statuses);
                }

                return statuses.All(s => s.State == StageState.Done) ? ExitCodes.Done : ExitCodes.CheckFailed;
            });
        return command;
    }

    /// <summary>The summary that a run would print, for a caller who has nothing to run.</summary>
    private static void PrintSummary(ExperimentSession session, IReadOnlyList<StageStatus> statuses)
    {
        if (statuses.Any(s => s.State != StageState.Done))
        {
            return;
        }

        using var summary = new StringWriter();
        ResultPrinter.Print(session.Result(StageNames.Report), summary);
        foreach (var line in summary.ToString().TrimEnd().Split('\n'))
        {
            Console.Out.WriteLine($"summary {line.TrimEnd()}");
        }
    }
}
