namespace Bakeoff.Classifiers.Confidence;

/// <summary>Rule by which probabilities are calibrated on clips that were held out of the training.</summary>
/// <remarks>Source: C. Guo et al., On calibration of modern neural networks, ICML 2017, section 4.2.</remarks>
public enum CalibrationMethod
{
    /// <summary>Probabilities stay as the model gives them.</summary>
    None,

    /// <summary>One temperature divides all log-probabilities. The most probable class stays the same.</summary>
    Temperature,

    /// <summary>A weight and an offset for the log-probability of each class. The most probable class may change.</summary>
    Vector,
}
