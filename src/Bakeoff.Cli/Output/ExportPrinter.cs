using System.Globalization;
using Bakeoff.Experiments.Exporting;

namespace Bakeoff.Cli.Output;

/// <summary>Ends an export with its files, what could not be exported, and where to look.</summary>
internal static class ExportPrinter
{
    public static void Print(ExportResult result, TextWriter console)
    {
        foreach (var model in result.Models)
        {
            console.WriteLine(result.Experiment + model.Fold switch
            {
                { } fold => $", fold {fold}:",
                null when result.Models.Count > 1 => string.Create(
                    CultureInfo.InvariantCulture, $", mean of {result.Models.Count - 1} folds:"),
                null => ":",
            });
            foreach (var (name, bytes) in model.Files.Where(f => f.Name.EndsWith(".onnx", StringComparison.Ordinal)))
            {
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-20} {bytes / 1000.0,9:N1} kB"));
            }

            if (model.FrontEndObstacle is { } obstacle)
            {
                console.WriteLine($"  no file that takes waveforms: {obstacle}");
            }
        }

        console.WriteLine(result switch
        {
            { TrackingProblem: { } problem } => $"mlflow: not logged yet. {problem}",
            { RunId: { } run } => $"mlflow: run {run} in {result.TrackingUri}, folder {ModelExport.FolderName}",
            _ => $"mlflow: {result.TrackingUri} has no run of this training, so nothing was logged",
        });
        console.WriteLine($"export: {Path.GetRelativePath(Environment.CurrentDirectory, result.Folder)}");
    }
}
