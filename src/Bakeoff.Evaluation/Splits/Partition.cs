namespace Bakeoff.Evaluation.Splits;

/// <summary>The part that a clip has in a fold.</summary>
/// <remarks>One byte: a thousand folds of a million clips take a gigabyte, not four.</remarks>
public enum Partition : byte
{
    /// <summary>For weights, normalisation and class weights.</summary>
    Train,

    /// <summary>For early stopping and hyper-parameters; belongs to the training side.</summary>
    Validation,

    /// <summary>For the reported metrics; nothing is ever chosen by it.</summary>
    Test,

    /// <summary>On no side of this fold, because its speaker or text is on the test side, or because the experiment lists it.</summary>
    Unused,
}
