using System.CommandLine;
using Bakeoff.Cli.Output;
using Bakeoff.Experiments.Exporting;

namespace Bakeoff.Cli.Commands;

/// <summary><c>bakeoff export NAME</c>: a finished experiment's models as ONNX files, MLflow model folder and model card.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var command = new Command(
            "export",
            "Writes a finished experiment's model for other programs: ONNX files, MLflow model folder and model card, in "
                + "artifacts/experiments/NAME/export, and logs them to its MLflow run.");
        var choice = new ExperimentChoice(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var session = choice.Open(parsed);
                ExportPrinter.Print(await ModelExport.ExportAsync(session, cancellationToken), Console.Out);
                return ExitCodes.Done;
            });
        return command;
    }
}
