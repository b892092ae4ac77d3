using System.Runtime.InteropServices;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Models.Storage;

/// <summary>A saved network.</summary>
public sealed class NetworkModel : TrainedModel
{
    /// <summary>Takes a network whose metadata hold the feature settings.</summary>
    /// <param name="saved">The network with the metadata of <see cref="ModelRecipe.Describe"/>.</param>
    /// <param name="folder">Folder of the model, for messages.</param>
    /// <exception cref="ModelFormatException">The metadata hold no feature settings, or an unknown normalisation.</exception>
    public NetworkModel(SavedModel saved, string folder)
    {
        ArgumentNullException.ThrowIfNull(saved);
        Saved = saved;
        (Input, Calibration) = ModelRecipe.Read(saved.Metadata, Path.Combine(folder, DescriptionName));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Labels => Saved.Metadata.ClassNames;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Targets => [.. Saved.Network.Targets.Select(static target => target.Name)];

    /// <inheritdoc/>
    public override FeatureOptions Features => Input.Features;

    /// <inheritdoc/>
    public override FeatureNormalization Normalization => Input.Normalization;

    /// <inheritdoc/>
    public override TestTimeAugmentation? TestTime => Input.TestTime;

    /// <inheritdoc/>
    public override ProbabilityCalibration? Calibration { get; }

    /// <summary>Means and standard deviations of the training frames; null if features are not standardised.</summary>
    public Standardizer? Standardizer => Saved.Network.Standardizer;

    /// <summary>The network with its metadata.</summary>
    public SavedModel Saved { get; }

    private ModelInput Input { get; }

    private protected override float[,] Predict(SequenceSet clips, WorkerPool pool, ProbabilityCalibration? calibration)
    {
        var probabilities = Saved.Network.Predict(clips, pool);
        for (var clip = 0; clip < clips.ClipCount; clip++)
        {
            Calibrate(MemoryMarshal.CreateSpan(ref probabilities[clip, 0], Labels.Count), calibration);
        }

        return probabilities;
    }

    /// <inheritdoc/>
    public override ClipStream? BeginClip(WorkerPool pool) => Saved.Network.TakesParts ? Saved.Network.BeginClip(pool) : null;

    internal static NetworkModel Read(string folder) => new(ModelFile.Load(folder), folder);
}
