namespace Bakeoff.Experiments.Explore;

/// <summary>Kind of picture of a single recording.</summary>
public enum PlotKind
{
    /// <summary>Samples over time.</summary>
    Waveform,

    /// <summary>Power over time and frequency.</summary>
    Spectrogram,

    /// <summary>Log-mel spectrogram.</summary>
    Mel,

    /// <summary>Mel-frequency cepstral coefficients over time.</summary>
    Mfcc,

    /// <summary>Fundamental frequency over time.</summary>
    Pitch,
}
