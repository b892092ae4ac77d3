using Bakeoff.Options;

namespace Bakeoff.Models.Storage;

/// <summary>
/// The places of trained models on disk: a single model lies in <c>model/</c>, the models of several folds in <c>model/fold-NAME/</c>.
/// </summary>
public static class ModelFolders
{
    /// <summary>Name of the folder that holds the model, or the folders of the folds.</summary>
    public const string Name = "model";

    private const string FoldPrefix = "fold-";

    /// <summary>Name of a fold's folder.</summary>
    /// <param name="fold">Name of the fold.</param>
    public static string FoldFolder(string fold) => FoldPrefix + fold;

    /// <summary>Folder of a fold's model: <c>root/model</c> if there is one fold, else <c>root/model/fold-NAME</c>.</summary>
    /// <param name="root">Folder of the training's results.</param>
    /// <param name="fold">Name of the fold.</param>
    /// <param name="foldCount">Number of folds.</param>
    public static string PathOf(string root, string fold, int foldCount) =>
        foldCount == 1 ? Path.Combine(root, Name) : Path.Combine(root, Name, FoldFolder(fold));

    /// <summary>The models in a folder.</summary>
    /// <param name="folder">Folder of a model, of the folders of folds, or of the results that hold either below <c>model/</c>.</param>
    /// <returns>
    /// Name and folder of each fold in ordinal order of the names; the name of a single model is empty. None if there is no model.
    /// </returns>
    public static IReadOnlyList<(string Fold, string Folder)> Find(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var found = FindDirectly(folder);
        return found.Count > 0 ? found : FindDirectly(Path.Combine(folder, Name));
    }

    /// <summary>The models to use: all in a folder, or that of one fold.</summary>
    /// <param name="folder">As for <see cref="Find"/>.</param>
    /// <param name="fold">Name of the fold; null for all models.</param>
    /// <param name="name">Name of the model in messages.</param>
    /// <returns>At least one folder of a model.</returns>
    /// <exception cref="ModelNotFoundException">There is no model, or no such fold.</exception>
    internal static IReadOnlyList<string> Select(string folder, string? fold, string name)
    {
        var found = Find(folder);
        if (found.Count == 0)
        {
            throw new ModelNotFoundException(folder, new ErrorDetails(Directory.Exists(folder)
                ? $"the folder holds no {TrainedModel.DescriptionName} and no folder {FoldPrefix}*"
                : "the folder does not exist")
            {
                Where = name,
                Rule = "the folder of a trained model",
            });
        }

        if (fold is null)
        {
            return [.. found.Select(static model => model.Folder)];
        }

        if (found is [{ Fold: "" }])
        {
            throw new ModelNotFoundException(folder, new ErrorDetails("there is a single model and no fold '{value}'")
            {
                Where = name,
                Value = fold,
                NextStep = "Leave the fold out.",
            });
        }

        var chosen = found.Where(model => model.Fold == fold).Select(static model => model.Folder).ToList();
        return chosen.Count > 0 ? chosen : throw new ModelNotFoundException(folder, new ErrorDetails("there is no fold '{value}'")
        {
            Where = name,
            Value = fold,
            Rule = $"one of {string.Join(", ", found.Select(static model => model.Fold))}",
        });
    }

    private static IReadOnlyList<(string Fold, string Folder)> FindDirectly(string folder)
    {
        if (File.Exists(Path.Combine(folder, TrainedModel.DescriptionName)))
        {
            return [(string.Empty, folder)];
        }

        return Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder, FoldPrefix + "*")
                .Order(StringComparer.Ordinal)
                .Select(static path => (Path.GetFileName(path)[FoldPrefix.Length..], path))]
            : [];
    }
}
