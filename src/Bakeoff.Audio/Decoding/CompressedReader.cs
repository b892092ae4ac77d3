namespace Bakeoff.Audio.Decoding;

/// <summary>Reads the blocks that a codec decodes.</summary>
internal sealed class CompressedReader(CompressedSound sound, string name, double maxSeconds) : SampleReader
{
    private IEnumerator<ReadOnlyMemory<float>>? _blocks;
    private ReadOnlyMemory<float> _left;
    private long _values;

    /// <inheritdoc/>
    public override AudioInfo Info => sound.Info;

    /// <summary>Library and version that decode.</summary>
    public string Decoder => sound.Decoder;

    /// <inheritdoc/>
    public override int Read(Span<float> samples)
    {
        var wanted = samples.Length / Info.ChannelCount * Info.ChannelCount;
        var done = 0;
        while (done < wanted && (!_left.IsEmpty || MoveNext()))
        {
            var count = Math.Min(wanted - done, _left.Length);
            _left.Span[..count].CopyTo(samples[done..]);
            _left = _left[count..];
            done += count;
        }

        return done;
    }

    /// <inheritdoc/>
    public override void Rewind()
    {
        _blocks?.Dispose();
        (_blocks, _left, _values) = (null, default, 0);
    }

    private bool MoveNext()
    {
        _blocks ??= sound.Blocks.GetEnumerator();
        while (_left.IsEmpty && _blocks.MoveNext())
        {
            _left = _blocks.Current;
            Check(_left.Span);
        }

        return !_left.IsEmpty;
    }

    private void Check(ReadOnlySpan<float> block)
    {
        for (var i = 0; i < block.Length; i++)
        {
            if (!float.IsFinite(block[i]))
            {
                throw SampleLayoutRules.Broken(
                    name,
                    0,
                    $"sample {(_values + i) / Info.ChannelCount}",
                    $"{(float.IsNaN(block[i]) ? "NaN" : "infinite")}",
                    $"a finite number");
            }
        }

        _values += block.Length;
        if (_values / Info.ChannelCount > maxSeconds * Info.SampleRateHz)
        {
            throw SampleLayoutRules.TooLong(name, maxSeconds);
        }
    }
}
