using Bakeoff.Audio.Features;
using Bakeoff.Neural.Data;
using Bakeoff.Neural.Storage;
using Bakeoff.Numerics;

namespace Bakeoff.Models.Storage;

/// <summary>A saved network.</summary>
public sealed class NetworkModel : TrainedModel
{
    private readonly SavedModel _model;

    private NetworkModel(SavedModel model, FeatureOptions features, FeatureNormalization normalization)
    {
        _model = model;
        Features = features;
        Normalization = normalization;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Labels => _model.Metadata.ClassNames;

    /// <inheritdoc/>
    public override FeatureOptions Features { get; }

    /// <inheritdoc/>
    public override FeatureNormalization Normalization { get; }

    /// <summary>Means and deviations of the training frames; null where features are not standardised.</summary>
    public Standardizer? Standardizer => _model.Network.Standardizer;

    /// <inheritdoc/>
    public override float[,] Predict(SequenceSet clips, WorkerPool pool)
    {
        ArgumentNullException.ThrowIfNull(clips);
        return _model.Network.Predict(clips, pool);
    }

    /// <summary>The network with its metadata.</summary>
    internal SavedModel Saved => _model;

    internal static NetworkModel Read(string folder)
    {
        var model = ModelFile.Load(folder);
        return new NetworkModel(model, ModelRecipe.FeaturesOf(model, folder), ModelRecipe.NormalizationOf(model));
    }
}
