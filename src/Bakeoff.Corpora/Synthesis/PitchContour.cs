using Bakeoff.Numerics;

namespace Bakeoff.Corpora.Synthesis;

/// <summary>Pitch over time: a straight slope in semitones and a smooth accent on the word's vowel.</summary>
internal sealed class PitchContour
{
    private const double MinHz = 60;
    private const double MaxHz = 600;
    private readonly double _baseHz;
    private readonly EmotionStyle _style;
    private readonly double _total;
    private readonly double _accent;

    /// <summary>Plans the contour of one utterance.</summary>
    public PitchContour(SyntheticVoice voice, EmotionStyle style, SpeechSegment[] segments)
    {
        _baseHz = voice.PitchHz;
        _style = style;
        foreach (var segment in segments)
        {
            _total += segment.Seconds;
        }

        for (var i = 0; i < SpeechSegment.Accent; i++)
        {
            _accent += segments[i].Seconds;
        }
    }

    /// <summary>Pitch in hertz.</summary>
    public double At(double seconds)
    {
        var slope = _style.SlopeSemitones * ((seconds / _total) - 0.5);
        var distance = (seconds - _accent) / (0.25 * _total);
        var bump = Math.Max(0, 1 - (distance * distance));
        var semitones = _style.PitchSemitones + slope + (_style.RangeSemitones * bump * bump);
        return Math.Clamp(_baseHz * DeterministicMath.Pow(2.0, semitones / 12), MinHz, MaxHz);
    }
}
