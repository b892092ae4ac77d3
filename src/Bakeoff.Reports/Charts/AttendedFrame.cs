namespace Bakeoff.Reports.Charts;

/// <summary>A frame of a clip and the share of a network's attention that lies on it.</summary>
/// <param name="StartSeconds">Start in seconds.</param>
/// <param name="EndSeconds">End in seconds.</param>
/// <param name="Weight">Weight; those of a clip add up to 1.</param>
public sealed record AttendedFrame(double StartSeconds, double EndSeconds, double Weight)
{
    /// <summary>The shortest stretch of frames that has half of the weight; null of no frames.</summary>
    /// <param name="frames">Frames of a clip in their order.</param>
    public static (double StartSeconds, double EndSeconds)? Half(IReadOnlyList<AttendedFrame> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var half = frames.Sum(static frame => frame.Weight) / 2;
        (double StartSeconds, double EndSeconds)? shortest = null;
        var (first, weight) = (0, 0.0);
        foreach (var frame in frames)
        {
            weight += frame.Weight;
            while (weight - frames[first].Weight >= half)
            {
                weight -= frames[first++].Weight;
            }

            var (start, end) = (frames[first].StartSeconds, frame.EndSeconds);
            if (weight >= half && (shortest is not { } known || end - start < known.EndSeconds - known.StartSeconds))
            {
                shortest = (start, end);
            }
        }

        return shortest;
    }
}
