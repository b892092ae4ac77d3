using System.Collections;
using Bakeoff.Audio.Decoding;

namespace Bakeoff.Codecs.Ogg;

/// <summary>The decoded sound of a stream, trimmed to the positions that its pages state; from the beginning at each enumeration.</summary>
/// <param name="name">Name of the recording.</param>
/// <param name="channelCount">Channels.</param>
/// <param name="open">Opens the stream behind its headers, with a decoder for it.</param>
/// <remarks>
/// A page states the position at its end. The first one says where the sound begins: a stream cut out of a longer one begins late, and one
/// whose page states less than it holds begins before 0, which is left out. The last one says where it ends. Between them a page that
/// states another position than its packets give is an error.
/// </remarks>
internal sealed class OggSound(string name, int channelCount, Func<(OggStream Stream, IPacketDecoder Decoder)> open)
    : IEnumerable<ReadOnlyMemory<float>>
{
    private readonly Damage _damage = new(name);

    /// <summary>Samples of each channel at the beginning that are no sound.</summary>
    public int Skipped { get; init; }

    /// <inheritdoc/>
    public IEnumerator<ReadOnlyMemory<float>> GetEnumerator()
    {
        var (stream, decoder) = open();
        var position = new Positions(Skipped);
        var waiting = ReadOnlyMemory<float>.Empty;
        var start = 0L;
        while (stream.ReadPage() is { } page)
        {
            var block = Decode(stream, decoder, page);
            position.Add(page, block.Length / channelCount, _damage);

            // One page waits, because an empty last one may shorten it.
            yield return Keep(waiting);
            start += waiting.Length / channelCount;
            waiting = block;
        }

        yield return Keep(waiting);
        if (position.SoundLength <= 0)
        {
            throw _damage.At(0, $"stream has no sound");
        }

        ReadOnlyMemory<float> Keep(ReadOnlyMemory<float> block)
        {
            var (first, end) = position.Kept(start, block.Length / channelCount);
            return block[(first * channelCount)..(end * channelCount)];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ReadOnlyMemory<float> Decode(OggStream stream, IPacketDecoder decoder, OggPage page)
    {
        var samples = new List<float[]>();
        foreach (var packet in stream.PacketsOf(page))
        {
            var block = new float[decoder.CountSamples(packet) * channelCount];
            decoder.Decode(packet, block);
            samples.Add(block);
        }

        return samples.Count == 1 ? samples[0] : samples.SelectMany(static block => block).ToArray();
    }

    /// <summary>The positions that pages state, beside the samples that were decoded.</summary>
    private sealed class Positions(int skipped)
    {
        private long _decoded;
        private long? _offset;
        private long _end = long.MaxValue;

        /// <summary>Samples of the sound, when the last page is there.</summary>
        public long SoundLength => Math.Min(_end, _decoded) - First;

        // An offset below 0 means that so many samples lie before the beginning.
        private long First => skipped + Math.Max(0, -(_offset ?? 0));

        public void Add(OggPage page, int count, Damage damage)
        {
            _decoded += count;
            if (page.Granule == OggPage.NoGranule)
            {
                return;
            }

            // A stream of a single page has no beginning that could be told from its end.
            _offset ??= page.IsLast ? Math.Max(0, page.Granule - _decoded) : page.Granule - _decoded;
            var end = page.Granule - _offset.Value;
            if (end > _decoded || (end < _decoded && !page.IsLast))
            {
                throw damage.At(
                    page.Offset,
                    $"page at byte {page.Offset} ends at sample {{value}}",
                    $"{end}",
                    $"{_decoded}, to which its packets lead");
            }

            if (page.IsLast)
            {
                _end = end;
            }
        }

        /// <summary>The part of a stretch of decoded samples that is sound.</summary>
        /// <param name="start">Position of its first sample.</param>
        /// <param name="length">Its length.</param>
        public (int First, int End) Kept(long start, int length)
        {
            var first = (int)Math.Clamp(First - start, 0, length);
            return (first, (int)Math.Clamp(_end - start, first, length));
        }
    }
}
