using System.CommandLine;
using Bakeoff.Cli.Output;
using Bakeoff.Experiments.Exporting;
using Bakeoff.Options;

namespace Bakeoff.Cli.Commands;

/// <summary>
/// <c>bakeoff export NAME</c>: a finished experiment's models as ONNX files, MLflow model folder and model card, or its predictions in
/// audformat.
/// </summary>
internal static class ExportCommand
{
    private const string Onnx = "onnx";
    private const string Audformat = "audformat";

    public static Command Create()
    {
        var command = new Command(
            "export",
            "Writes a finished experiment's model for other programs: ONNX files, MLflow model folder and model card, in "
                + "artifacts/experiments/NAME/export, and logs them to its MLflow run. With --format=audformat, its predictions.");
        var choice = new ExperimentChoice(command);
        var format = new Option<string>("--format")
        {
            Description = "onnx, or audformat for the predictions of the test clips as a database. Default: onnx.",
            DefaultValueFactory = _ => Onnx,
            HelpName = "name",
        };
        format.CompletionSources.Add(static _ => [new(Onnx), new(Audformat)]);
        var output = new Option<string?>("--output", "-o")
        {
            Description = "Folder for audformat, new or empty. Default: artifacts/experiments/NAME/audformat.",
            HelpName = "folder",
        };
        command.Options.Add(format);
        command.Options.Add(output);
        command.Validators.Add(result =>
        {
            var chosen = result.GetValue(format) ?? Onnx;
            if (chosen is not (Onnx or Audformat))
            {
                result.AddError($"--format is '{chosen}', expected {Onnx} or {Audformat}.");
            }
            else if (result.GetValue(output) is not null && chosen != Audformat)
            {
                result.AddError("--output is given with --format=onnx, expected it with audformat. Leave it out.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var session = choice.Open(parsed);
                if (parsed.GetValue(format) == Audformat)
                {
                    var (folder, count) = PredictionExport.Write(session, parsed.GetValue(output));
                    var place = Path.GetRelativePath(Environment.CurrentDirectory, folder);
                    Console.Out.WriteLine($"export: {Quantity.Of(count, "prediction")} in {place}");
                }
                else
                {
                    ExportPrinter.Print(await ModelExport.ExportAsync(session, cancellationToken), Console.Out);
                }

                return ExitCodes.Done;
            });
        return command;
    }
}
