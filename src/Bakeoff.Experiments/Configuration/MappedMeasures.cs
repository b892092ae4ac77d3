namespace Bakeoff.Experiments.Configuration;

/// <summary>Measures that maps of the clips compare.</summary>
public enum MappedMeasures
{
    /// <summary>Mean and deviation over time of 40 mel bands.</summary>
    Spectrum,

    /// <summary>Features of the experiment, such as an encoder's hidden state: their mean over each clip.</summary>
    Features,
}
