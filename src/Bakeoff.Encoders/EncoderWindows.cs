namespace Bakeoff.Encoders;

/// <summary>A window of a clip, in frames.</summary>
/// <param name="Start">Its first frame.</param>
/// <param name="Count">Its frames.</param>
/// <param name="First">First frame that is taken from it.</param>
/// <param name="End">Frame after the last that is taken from it.</param>
internal sealed record EncoderWindow(int Start, int Count, int First, int End);

/// <summary>Cuts a clip into overlapping windows of one length, the last of which ends with the clip.</summary>
internal static class EncoderWindows
{
    /// <summary>The windows in order. What is taken of them covers the clip once; a frame of two windows is taken where it is more central.</summary>
    /// <param name="frames">Frames of the clip.</param>
    /// <param name="length">Frames of a window.</param>
    /// <param name="overlap">Frames that neighbours share at least; less than half a window.</param>
    public static IReadOnlyList<EncoderWindow> Of(int frames, int length, int overlap)
    {
        if (frames <= length)
        {
            return [new EncoderWindow(0, frames, 0, frames)];
        }

        var count = ((frames - overlap - 1) / (length - overlap)) + 1;
        int[] starts = [.. Enumerable.Range(0, count).Select(i => Math.Min(i * (length - overlap), frames - length))];
        var windows = new List<EncoderWindow>();
        for (var i = 0; i < count; i++)
        {
            var first = i == 0 ? 0 : windows[^1].End;
            var end = i == count - 1 ? frames : (starts[i] + length + starts[i + 1]) / 2;
            windows.Add(new EncoderWindow(starts[i], length, first, end));
        }

        return windows;
    }
}
