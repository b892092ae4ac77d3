using Bakeoff.Codecs.Ogg;
using Bakeoff.Numerics;
using Concentus.Structs;

namespace Bakeoff.Codecs.Opus;

/// <summary>Decodes packets of Opus, one at a time, in fixed point.</summary>
internal sealed class OpusPacketDecoder : IPacketDecoder
{
    private const int MostSamples = 5760;
    private const double StepsPerDecade = 20 * 256;

    private readonly Damage _damage;
    private readonly OpusDecoder? _decoder;
    private readonly OpusMSDecoder? _joined;
    private readonly float _gain;

    /// <summary>Starts a decoder.</summary>
    /// <param name="layout">Content of the header.</param>
    /// <param name="headerOffset">Byte of its page.</param>
    /// <param name="name">Name for messages.</param>
    public OpusPacketDecoder(OpusLayout layout, long headerOffset, string name)
    {
        _damage = new Damage(name);
        _gain = layout.GainInSteps == 0 ? 1 : (float)DeterministicMath.Pow(10, layout.GainInSteps / StepsPerDecade);
#pragma warning disable CS0618 // The factory that is to be used instead takes a native library where one is installed, with other bits.
        if (layout.Streams == 0)
        {
            _decoder = new OpusDecoder(OpusRecording.SampleRateHz, layout.ChannelCount);
            return;
        }

        _joined = _damage.Guard(
            headerOffset,
            "header",
            () => new OpusMSDecoder(
                OpusRecording.SampleRateHz,
                layout.ChannelCount,
                layout.Streams,
                layout.CoupledStreams,
                layout.Mapping));
#pragma warning restore CS0618
    }

    /// <inheritdoc/>
    public int CountSamples(OggPacket packet)
    {
        // RFC 6716, 3.1: five bits of configuration, one for stereo, two for the number of frames.
        var count = packet.Bytes is [var head, ..] ? FrameSamples(head >> 3) * FrameCount(head & 3, packet.Bytes) : 0;
        return count is > 0 and <= MostSamples
            ? count
            : throw _damage.At(
                packet.Offset,
                $"packet that ends on the page at byte {packet.Offset} has {{value}} samples",
                $"{count}",
                $"1 to {MostSamples}");
    }

    /// <inheritdoc/>
    public void Decode(OggPacket packet, Span<float> samples)
    {
        var count = CountSamples(packet);
        var decoded = new float[samples.Length];
        var read = _damage.Guard(
            packet.Offset,
            "packet that ends on the page",
            () => _decoder is null
                ? _joined!.DecodeMultistream(packet.Bytes, decoded, count, decode_fec: false)
                : _decoder.Decode(packet.Bytes, decoded, count));
        if (read != count)
        {
            throw _damage.At(
                packet.Offset,
                $"packet that ends on the page at byte {packet.Offset} gives {{value}} samples",
                $"{read}",
                $"{count}");
        }

        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = decoded[i] * _gain;
        }
    }

    private static int FrameSamples(int configuration) =>
        configuration switch
        {
            < 12 => (configuration & 3) == 3 ? 2880 : 480 << (configuration & 3),
            < 16 => 480 << (configuration & 1),
            _ => 120 << (configuration & 3),
        };

    private static int FrameCount(int code, byte[] packet) => code switch
    {
        0 => 1,
        1 or 2 => 2,
        _ => packet.Length > 1 ? packet[1] & 63 : 0,
    };
}
