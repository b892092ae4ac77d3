namespace Bakeoff.Evaluation.Splits;

/// <summary>The side of a fold that a clip is on.</summary>
public enum Partition
{
    /// <summary>Weights, normalisation and class weights are learnt from it.</summary>
    Train,

    /// <summary>Early stopping and hyper-parameters look at it; it belongs to the training side.</summary>
    Validation,

    /// <summary>Figures are reported on it; nothing is ever chosen by it.</summary>
    Test,

    /// <summary>On no side of this fold, because it would leak: its speaker or text is tested in company of others.</summary>
    Unused,
}
