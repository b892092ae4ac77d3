using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Train;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Models.Storage;

namespace Bakeoff.Experiments.Predicting;

/// <summary>Finds the models that an experiment left: one, or one a fold.</summary>
/// <param name="Name">What the models are called in results: the experiment's name, or the folder's.</param>
/// <param name="Folds">Name and folder of each fold's model in ordinal order of the names; a single model's name is empty.</param>
public sealed record ModelFolder(string Name, IReadOnlyList<(string Name, string Path)> Folds)
{
    private const string FoldPrefix = "fold-";

    /// <summary>The models among an experiment's latest results.</summary>
    /// <exception cref="ModelNotFoundException">The experiment has not been trained.</exception>
    public static ModelFolder OfExperiment(Workspace workspace, string experiment)
    {
        var folder = Path.Combine(workspace.ResultsFolder(experiment), TrainStage.ModelFolder);
        var folds = FindFolds(folder);
        return folds.Count > 0
            ? new ModelFolder(experiment, folds)
            : throw new ModelNotFoundException(folder, $"experiment {experiment} has no trained model at {Path.GetRelativePath(workspace.Root, folder).Replace('\\', '/')}. Run 'bakeoff train --experiment={experiment}' first, or name another{Known(workspace)}.");
    }

    /// <summary>The models in a folder: the model itself, folders of folds, or an experiment's results.</summary>
    /// <exception cref="ModelNotFoundException">There is none.</exception>
    public static ModelFolder At(string folder)
    {
        var path = Path.GetFullPath(folder);
        foreach (var place in new[] { path, Path.Combine(path, TrainStage.ModelFolder) })
        {
            if (FindFolds(place) is { Count: > 0 } folds)
            {
                return new ModelFolder(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), folds);
            }
        }

        var seen = Directory.Exists(path) ? $"the folder holds no {TrainedModel.DescriptionName} and no folder {FoldPrefix}*" : "the folder does not exist";
        throw new ModelNotFoundException(path, $"{folder}: {seen}, expected a folder that Train wrote (artifacts/experiments/NAME/model). Correct the path, or name an experiment.");
    }

    /// <summary>Names of the folds that an experiment has models of, for completion; none where it has a single model or none.</summary>
    public static IReadOnlyList<string> FoldsOf(Workspace workspace, string experiment) =>
        [.. FindFolds(Path.Combine(workspace.ResultsFolder(experiment), TrainStage.ModelFolder)).Select(f => f.Name).Where(n => n.Length > 0)];

    private static IReadOnlyList<(string Name, string Path)> FindFolds(string folder)
    {
        if (File.Exists(Path.Combine(folder, TrainedModel.DescriptionName)))
        {
            return [(string.Empty, folder)];
        }

        return Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder, FoldPrefix + "*").Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path)[FoldPrefix.Length..], path))]
            : [];
    }

    private static string Known(Workspace workspace)
    {
        var trained = workspace.ExperimentNames().Where(name => FindFolds(Path.Combine(workspace.ResultsFolder(name), TrainStage.ModelFolder)).Count > 0).ToList();
        return trained.Count == 0 ? string.Empty : $" of those that are trained: {string.Join(", ", trained)}";
    }
}
