using Bakeoff.Audio.Features;
using Bakeoff.Models;
using Bakeoff.Models.Storage;
using Bakeoff.Numerics;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Predicting;

/// <summary>Opens what Train left for use.</summary>
[OutsideFingerprint("uses what stages have made; no stage uses it")]
public static class TrainedModels
{
    /// <summary>Opens the models of a folder.</summary>
    /// <param name="folder">Where they are.</param>
    /// <param name="fold">Only the model of this fold; null for all of them together.</param>
    /// <param name="pool">Threads to compute with; they change no result.</param>
    /// <exception cref="ModelNotFoundException">There is no such fold.</exception>
    /// <exception cref="ModelFormatException">A file is missing, damaged or of another version.</exception>
    /// <exception cref="InvalidDataException">A model carries no labels or feature settings, or two folds do not belong together.</exception>
    public static Predictor Open(ModelFolder folder, string? fold, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var chosen = fold is null ? folder.Folds : [.. folder.Folds.Where(f => f.Name == fold)];
        if (chosen.Count == 0)
        {
            var names = folder.Folds is [{ Name: "" }] ? "it has a single model; leave the fold out" : $"expected one of {string.Join(", ", folder.Folds.Select(f => f.Name))}";
            throw new ModelNotFoundException(folder.Folds[0].Path, $"{folder.Name} has no fold '{fold}', {names}.");
        }

        List<TrainedModel> models = [.. chosen.Select(f => Load(f.Path))];
        try
        {
            return new Predictor(folder.Name, models, pool);
        }
        catch (ArgumentException fault)
        {
            throw new InvalidDataException($"{Path.GetDirectoryName(chosen[0].Path)}: the models cannot be used together ({fault.Message}) Train again, or name one of the folds.", fault);
        }
    }

    private static TrainedModel Load(string folder)
    {
        var model = TrainedModel.Load(folder);
        if (model.Labels.Count == 0)
        {
            throw new InvalidDataException($"{folder}: the model names no classes, expected 'class_names' in {TrainedModel.DescriptionName}. Train it with Bakeoff, or add the names.");
        }

        return model.Normalization != FeatureNormalization.Speaker
            ? model
            : throw new InvalidDataException($"{folder}: the model was trained with normalization: speaker and needs all clips of a speaker at once, expected one that can judge a recording by itself. Train with normalization: train or clip.");
    }
}
