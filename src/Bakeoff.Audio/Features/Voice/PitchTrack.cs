namespace Bakeoff.Audio.Features.Voice;

/// <summary>Pitch of a clip, frame by frame.</summary>
/// <param name="FrequencyHz">[T] fundamental frequency in hertz; 0 where nothing is voiced.</param>
/// <param name="Voicing">[T] strength of the periodicity, 0 (noise or silence) to 1 (exactly periodic).</param>
public sealed record PitchTrack(float[] FrequencyHz, float[] Voicing);
