using Bakeoff.Numerics;

namespace Bakeoff.Audio.Features.Voice;

/// <summary>
/// The scale in which listeners compare pitch: twelve steps an octave, so that equal intervals are equal differences for low and high
/// voices.
/// </summary>
internal static class Semitones
{
    private const double ReferenceHz = 27.5;

    /// <summary>Semitones above 27.5 Hz (the lowest A of a piano); NaN for 0, which stands for unvoiced.</summary>
    public static float FromHertz(float frequencyHz) =>
        frequencyHz > 0 ? (float)(12 * DeterministicMath.Log(frequencyHz / ReferenceHz) / DeterministicMath.Log(2.0)) : float.NaN;
}
