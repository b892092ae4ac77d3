namespace Bakeoff.Corpora.Synthesis;

/// <summary>Follows the targets of an utterance, gliding from each segment to the next.</summary>
internal sealed class SegmentTrack(SpeechSegment[] segments)
{
    private const double GlideSeconds = 0.035;

    /// <summary>Targets at one time; between two segments the values run linearly over 35 ms.</summary>
    public SpeechSegment At(double seconds)
    {
        var end = 0.0;
        for (var i = 0; i < segments.Length; i++)
        {
            var begin = end;
            end += segments[i].Seconds;
            if (seconds < end || i == segments.Length - 1)
            {
                var share = i == 0 ? 1 : Math.Clamp((seconds - begin) / GlideSeconds, 0, 1);
                return i == 0 ? segments[0] : Mix(segments[i - 1], segments[i], share);
            }
        }

        return segments[^1];
    }

    private static SpeechSegment Mix(SpeechSegment from, SpeechSegment to, double share) => new(
        to.Seconds,
        from.F1Hz + (share * (to.F1Hz - from.F1Hz)),
        from.F2Hz + (share * (to.F2Hz - from.F2Hz)),
        from.F3Hz + (share * (to.F3Hz - from.F3Hz)),
        from.Voicing + (share * (to.Voicing - from.Voicing)),
        from.Aspiration + (share * (to.Aspiration - from.Aspiration)));
}
