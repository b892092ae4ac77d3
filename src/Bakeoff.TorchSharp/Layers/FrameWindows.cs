using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>Windows of frames, clip by clip, for convolution and pooling.</summary>
/// <remarks>Built from explicit indices, because where a window begins depends on the clip's own
/// length, which libtorch's padded operations do not know.</remarks>
internal sealed class FrameWindows
{
    private readonly long[] _index;
    private readonly int _size;

    /// <summary>Finds the frames of each window.</summary>
    /// <param name="lengths">Frames of each clip.</param>
    /// <param name="windows">Windows of each clip; the first clip has the most.</param>
    /// <param name="size">Frames in a window.</param>
    /// <param name="begin">First frame of a window, by clip and window; may be negative.</param>
    public FrameWindows(int[] lengths, int[] windows, int size, Func<int, int, int> begin)
    {
        _size = size;
        Lengths = windows;
        Count = windows.Length == 0 ? 0 : windows.Max();
        Live = new float[windows.Length * Count * size];
        _index = new long[Live.Length];
        var longest = lengths.Max();
        for (var clip = 0; clip < windows.Length; clip++)
        {
            for (var window = 0; window < Count; window++)
            {
                for (var tap = 0; tap < size; tap++)
                {
                    var frame = begin(clip, window) + tap;
                    var isLive = window < windows[clip] && frame >= 0 && frame < lengths[clip];
                    var place = (((clip * Count) + window) * size) + tap;
                    _index[place] = isLive ? (clip * longest) + frame : (long)lengths.Length * longest;
                    Live[place] = isLive ? 1 : 0;
                }
            }
        }
    }

    /// <summary>Windows of each clip.</summary>
    public int[] Lengths { get; }

    /// <summary>Windows of the clip with the most.</summary>
    public int Count { get; }

    /// <summary>1 where a window's frame is the clip's own, else 0; [B, Count, size].</summary>
    public float[] Live { get; }

    /// <summary>The frames of all windows, [B, Count, size, F].</summary>
    /// <param name="x">[B, T, F].</param>
    /// <param name="filler">Value of frames outside the clip.</param>
    public torch.Tensor Gather(torch.Tensor x, float filler)
    {
        var features = x.shape[2];
        var flat = torch.cat([x.reshape(-1, features), torch.full([1, features], Number.Of(filler), device: x.device)], 0);
        return flat.index_select(0, torch.tensor(_index, device: x.device)).reshape(x.shape[0], Count, _size, features);
    }
}
