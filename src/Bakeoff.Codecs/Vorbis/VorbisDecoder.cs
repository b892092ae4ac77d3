using System.Numerics;
using Bakeoff.Codecs.Ogg;
using NVorbis;
using NVorbis.Contracts;

namespace Bakeoff.Codecs.Vorbis;

/// <summary>Decodes packets of Vorbis, one at a time.</summary>
internal sealed class VorbisDecoder : IPacketDecoder
{
    // The second header without anything: what is in it, long or false, is of no use here.
    private static readonly byte[] NoComments = [3, .. "vorbis"u8, 0, 0, 0, 0, 0, 0, 0, 0, 1];

    private readonly Damage _damage;
    private readonly VorbisSetup _setup;
    private readonly PacketQueue _packets = new();
    private readonly StreamDecoder _decoder;
    private int _previousBlock;

    /// <summary>Gives the headers to the library.</summary>
    /// <param name="identification">The first header.</param>
    /// <param name="books">The third header.</param>
    /// <param name="setup">What it says.</param>
    /// <param name="name">Name for messages.</param>
    public VorbisDecoder(OggPacket identification, OggPacket books, VorbisSetup setup, string name)
    {
        (_damage, _setup) = (new Damage(name), setup);
        _packets.Add(identification.Bytes);
        _packets.Add(NoComments);
        _packets.Add(books.Bytes);
        _decoder = _damage.Guard(books.Offset, "setup", () => new StreamDecoder(_packets) { ClipSamples = false });
    }

    /// <inheritdoc/>
    public int CountSamples(OggPacket packet)
    {
        if (packet.Bytes.Length == 0)
        {
            return 0;
        }

        var bits = new VorbisBits(packet.Bytes);
        var isSound = !bits.ReadFlag();
        var mode = (int)bits.Read(BitOperations.Log2((uint)(2 * _setup.IsLongBlock.Count) - 1));
        if (!isSound || mode >= _setup.IsLongBlock.Count)
        {
            throw _damage.At(packet.Offset, $"packet that ends on the page at byte {packet.Offset} is none of sound");
        }

        // A block overlaps with the one before from middle to middle.
        var block = _setup.BlockOf(mode);
        var count = _previousBlock == 0 ? 0 : (_previousBlock + block) / 4;
        _previousBlock = block;
        return count;
    }

    /// <inheritdoc/>
    public void Decode(OggPacket packet, Span<float> samples)
    {
        if (packet.Bytes.Length > 0)
        {
            _packets.Add(packet.Bytes);
        }

        var done = 0;
        while (done < samples.Length)
        {
            var buffer = new float[samples.Length - done];
            var read = _damage.Guard(packet.Offset, "packet that ends on the page", () => _decoder.Read(buffer, 0, buffer.Length));
            if (read <= 0)
            {
                throw _damage.At(
                    packet.Offset,
                    $"packet that ends on the page at byte {packet.Offset} gives {{value}} values",
                    $"{done}",
                    $"{samples.Length}");
            }

            buffer.AsSpan(0, read).CopyTo(samples[done..]);
            done += read;
        }
    }

    /// <summary>Hands packets to the library in their order.</summary>
    private sealed class PacketQueue : NVorbis.Contracts.IPacketProvider
    {
        private readonly Queue<Packet> _packets = new();

        public bool CanSeek => false;

        public int StreamSerial => 0;

        public void Add(byte[] bytes) => _packets.Enqueue(new Packet(bytes));

        public IPacket? GetNextPacket() => _packets.TryDequeue(out var packet) ? packet : null;

        public IPacket? PeekNextPacket() => _packets.TryPeek(out var packet) ? packet : null;

        public long SeekTo(long granulePos, int preRoll, GetPacketGranuleCount getPacketGranuleCount) => throw new NotSupportedException();

        public long GetGranuleCount() => 0;
    }

    private sealed class Packet(byte[] bytes) : DataPacket
    {
        private int _next;

        protected override int TotalBits => 8 * bytes.Length;

        public override void Reset()
        {
            base.Reset();
            _next = 0;
        }

        protected override int ReadNextByte() => _next < bytes.Length ? bytes[_next++] : -1;
    }
}
