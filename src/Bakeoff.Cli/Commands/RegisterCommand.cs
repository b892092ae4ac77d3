using System.CommandLine;

namespace Bakeoff.Cli.Commands;

/// <summary>
/// <c>bakeoff register NAME</c>: registers the model of a finished experiment in MLflow if it is better than the present one.
/// </summary>
internal static class RegisterCommand
{
    public static Command Create()
    {
        var command = new Command(
            "register",
            "Registers a finished experiment's model in MLflow: as tracking.register asks, if it beats the one that has the alias. "
                + "Evaluation does so by itself.");
        var choice = new ExperimentChoice(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var session = choice.Open(parsed);
                if (await session.RegisterAsync(cancellationToken) is not { } outcome)
                {
                    Console.Error.WriteLine(
                        $"{session.Experiment.Name}: tracking.register is not set, expected the name of a model. Write it to the YAML, "
                            + $"or add --set=tracking.register=ser-tess.");
                    return ExitCodes.UserError;
                }

                Console.Out.WriteLine(outcome.Reason);
                return outcome.Version is null ? ExitCodes.CheckFailed : ExitCodes.Done;
            });
        return command;
    }
}
