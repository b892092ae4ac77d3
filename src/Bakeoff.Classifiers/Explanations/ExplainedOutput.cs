namespace Bakeoff.Classifiers.Explanations;

/// <summary>Scale of the outputs that are explained.</summary>
public enum ExplainedOutput
{
    /// <summary>Probability of each class, before calibration.</summary>
    Probability,

    /// <summary>Score of each class, whose softmax is the probability.</summary>
    Score,

    /// <summary>The predicted number.</summary>
    Number,
}
