namespace Bakeoff.Audio.Decoding;

/// <summary>Collects the samples of one stretch while a recording is read from its beginning.</summary>
internal sealed class StretchCutter(SampleStretch stretch, int channelCount)
{
    private readonly List<float> _samples = [];

    /// <summary>Channels that are collected.</summary>
    public int ChannelCount => stretch.Channel is null ? channelCount : 1;

    /// <summary>The samples so far, interleaved.</summary>
    public float[] Samples => [.. _samples];

    /// <summary>Takes what a block has of the stretch.</summary>
    /// <param name="block">Interleaved samples of all channels.</param>
    /// <param name="start">Position of its first sample in the recording.</param>
    public void Add(ReadOnlySpan<float> block, long start)
    {
        var first = (int)Math.Max(0, stretch.First - start);
        var end = (int)Math.Min(block.Length / channelCount, (stretch.End ?? long.MaxValue) - start);
        if (end <= first)
        {
            return;
        }

        if (stretch.Channel is not { } channel)
        {
            _samples.AddRange(block[(first * channelCount)..(end * channelCount)]);
            return;
        }

        for (var i = first; i < end; i++)
        {
            _samples.Add(block[(i * channelCount) + channel]);
        }
    }
}
