using Bakeoff.Audio.Features.Voice;

namespace Bakeoff.Audio.Features;

/// <summary>What is measured in each frame. Every kind states its columns; all follow librosa 0.10.2 unless it says otherwise.</summary>
public enum FeatureKind
{
    /// <summary>Mel-frequency cepstral coefficients: orthonormal DCT-II of the log-mel spectrum. Columns: n_mfcc.</summary>
    Mfcc,

    /// <summary>Log-mel spectrum in dB (reference 1). Columns: n_mels.</summary>
    LogMel,

    /// <summary>Root mean square of the samples under the frame, no window. One column.</summary>
    Rms,

    /// <summary>Share of neighbouring samples whose sign differs. One column, 0 to 1.</summary>
    ZeroCrossingRate,

    /// <summary>Centre of gravity of the magnitude spectrum in hertz. One column.</summary>
    SpectralCentroid,

    /// <summary>Deviation around the centroid in hertz. One column.</summary>
    SpectralBandwidth,

    /// <summary>Frequency in hertz below which 85 % of the magnitude lies. One column.</summary>
    SpectralRolloff,

    /// <summary>Geometric over arithmetic mean of the power spectrum. One column, 0 (tone) to 1 (noise).</summary>
    SpectralFlatness,

    /// <summary>Peak over valley in dB of six octaves from 200 Hz and of what lies below. Seven columns.</summary>
    SpectralContrast,

    /// <summary>Share of the twelve pitch classes from C, loudest 1, tuned to A = 440 Hz. Twelve columns.</summary>
    Chroma,

    /// <summary>Semitones above 27.5 Hz (no value where unvoiced) and voicing from 0 to 1, see <see cref="Voice.PitchTracker"/>. Two columns.</summary>
    Pitch,

    /// <summary>Jitter, shimmer and harmonics-to-noise ratio in dB of the voiced frames, see <see cref="Voice.VoiceQuality"/>. Three columns.</summary>
    VoiceQuality,

    /// <summary>Semitones above the clip's own median (no value where unvoiced) and whether a frame is voiced: intonation without the speaker's register. Two columns.</summary>
    PitchContour,

    /// <summary>MFCCs 1 and up, each less its mean over the clip (cepstral mean subtraction): how the spectral envelope moves. Columns: n_mfcc - 1.</summary>
    CepstralContour,

    /// <summary>Level in dB relative to the clip's 95th percentile, at least -60. One column.</summary>
    Level,

    /// <summary>Alpha ratio, Hammarberg index, three spectral slopes and three ratios of neighbouring bands in voiced frames (no value elsewhere). Eight columns.</summary>
    SpectralBalance,
}
