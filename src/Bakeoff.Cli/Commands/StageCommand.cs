using System.CommandLine;
using Bakeoff.Cli.Output;
using Bakeoff.Experiments.Stress;

namespace Bakeoff.Cli.Commands;

/// <summary>One command a stage: runs it with everything it needs that is not done yet.</summary>
internal static class StageCommand
{
    public static Command Create(string stage, string description)
    {
        var command = new Command(stage, $"{description} Runs what it needs first, unless that is done.");
        var choice = new ExperimentChoice(command);
        var force = new Option<bool>("--force") { Description = "Run this stage again although nothing has changed." };
        var only = new Option<bool>("--only") { Description = "Say nothing of the stages before this one when they are done." };
        var noSummary = new Option<bool>("--no-summary") { Description = "Do not end with the figures and the report's path." };
        command.Options.Add(force);
        command.Options.Add(only);
        command.Options.Add(noSummary);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var session = choice.Open(parsed);
                if (!parsed.GetValue(only))
                {
                    ExperimentChoice.PrintVariant(session, Console.Out);
                }

                try
                {
                    var result = await RunDisplay.ShowAsync(observer =>
                        session.RunAsync(
                            stage,
                            parsed.GetValue(force),
                            new OnlyObserver(observer, name => name == stage || (!parsed.GetValue(only) && !StressStage.IsCondition(name))),
                            cancellationToken));
                    if (!parsed.GetValue(noSummary))
                    {
                        ResultPrinter.Print(result, Console.Out);
                    }

                    return result.Stress is { Failed.Count: > 0 } ? ExitCodes.CheckFailed : ExitCodes.Done;
                }
                finally
                {
                    ResultPrinter.PrintFailure(session, Console.Out);
                }
            });
        return command;
    }
}
