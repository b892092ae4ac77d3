namespace Bakeoff.Audio.Augmentation;

/// <summary>Pitch, formant and tempo factors of an imitated speaker. Factors of 1 change nothing.</summary>
/// <param name="PitchFactor">Multiplies the fundamental frequency; 0.5 to 2.</param>
/// <param name="FormantFactor">Multiplies the resonances; above 1 a shorter vocal tract; 0.5 to 2.</param>
/// <param name="TempoFactor">Multiplies the speaking rate; 0.5 to 2.</param>
public sealed record VoiceChange(double PitchFactor = 1, double FormantFactor = 1, double TempoFactor = 1);
