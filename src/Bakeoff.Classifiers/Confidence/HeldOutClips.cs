namespace Bakeoff.Classifiers.Confidence;

/// <summary>Clips that a model was not trained on and is not tested on, with what it gives for them.</summary>
/// <param name="By">What held them out: validation or inner_folds.</param>
/// <param name="Probabilities">Probabilities before calibration, shape [clips][K].</param>
/// <param name="Classes">True class of each clip.</param>
public sealed record HeldOutClips(string By, IReadOnlyList<double[]> Probabilities, IReadOnlyList<int> Classes)
{
    /// <summary>Name of clips that the validation partition held out.</summary>
    public const string Validation = "validation";

    /// <summary>Name of clips of the training side that were held out by inner folds, each by one.</summary>
    public const string InnerFolds = "inner_folds";

    /// <summary>Smallest probability that counts as such; smaller ones count as this. Default: the smallest normal float32.</summary>
    public double Smallest { get; init; } = ProbabilityCalibration.SmallestSingle;
}
