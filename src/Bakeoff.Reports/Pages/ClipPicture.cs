using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>Pictures of one clip that represents its label.</summary>
/// <param name="Label">Label.</param>
/// <param name="Speaker">Speaker; null when unknown.</param>
/// <param name="Audio">Samples for the waveform; null for none.</param>
/// <param name="Spectrogram">Spectrogram in decibels; null for none.</param>
/// <param name="LogMel">Log-mel spectrogram in decibels; null for none.</param>
/// <param name="Mfcc">Mel-frequency cepstral coefficients; null for none.</param>
public sealed record ClipPicture(
    string Label,
    string? Speaker = null,
    ClipAudio? Audio = null,
    TimeFrequencyMap? Spectrogram = null,
    TimeFrequencyMap? LogMel = null,
    TimeFrequencyMap? Mfcc = null);
