using System.Numerics;
using Bakeoff.Codecs.Ogg;

namespace Bakeoff.Codecs.Vorbis;

/// <summary>Content of the third header of Vorbis, as far as the packets behind it need it.</summary>
/// <param name="IsLongBlock">For each mode: true for the longer of the two blocks.</param>
/// <remarks>
/// The whole header is read before the library reads it, because a false one makes that take memory for what it claims. A floor of type 0,
/// which no encoder since the first release of Vorbis writes, is refused: it is evaluated by the platform's functions, sample by sample.
/// </remarks>
internal sealed record VorbisSetup(IReadOnlyList<bool> IsLongBlock)
{
    private const int Signature = 7;
    private const uint CodebookMark = 0x56_43_42;

    // The largest tables of encoders have some ten thousand numbers.
    private const int MostEntries = 1 << 16;
    private const long MostNumbers = 1 << 22;
    private const int MostPoints = 63;

    /// <summary>Samples of the shorter block.</summary>
    public int ShortBlock { get; init; }

    /// <summary>Samples of the longer block.</summary>
    public int LongBlock { get; init; }

    /// <summary>Samples of a mode's block.</summary>
    public int BlockOf(int mode) => IsLongBlock[mode] ? LongBlock : ShortBlock;

    /// <summary>Reads the header.</summary>
    /// <param name="packet">The third packet.</param>
    /// <param name="channelCount">Channels of the stream.</param>
    /// <param name="name">Name for messages.</param>
    /// <exception cref="Bakeoff.Audio.Decoding.AudioFormatException">The header breaks a rule.</exception>
    public static VorbisSetup Read(OggPacket packet, int channelCount, string name)
    {
        var reader = new Reader(new VorbisBits(packet.Bytes), channelCount);
        return reader.Read(packet.Bytes.AsSpan().StartsWith("\u0005vorbis"u8))
            ?? throw new Damage(name).At(
                packet.Offset,
                $"setup of Vorbis before byte {packet.Offset + 1} has {reader.Fault}",
                rule: $"what the format allows");
    }

    private sealed class Reader(VorbisBits bits, int channelCount)
    {
        private int _books;

        public string Fault { get; private set; } = "no signature";

        public VorbisSetup? Read(bool hasSignature)
        {
            if (!hasSignature)
            {
                return null;
            }

            bits.Skip(8 * Signature);
            _books = (int)bits.Read(8) + 1;
            var modes = ReadBooks() && ReadTimes() && ReadFloors() && ReadResidues() && ReadMappings(out var mappings)
                ? ReadModes(mappings)
                : null;
            if (modes is not null && (bits.IsBeyondEnd || !bits.ReadFlag()))
            {
                Fault = "no end";
                return null;
            }

            return modes is null ? null : new VorbisSetup(modes);
        }

        private bool Fail(string fault)
        {
            Fault = bits.IsBeyondEnd ? "no end" : fault;
            return false;
        }

        private bool ReadBooks()
        {
            var numbers = 0L;
            for (var book = 0; book < _books; book++)
            {
                if (bits.Read(24) != CodebookMark)
                {
                    return Fail("no codebook where one must be");
                }

                var (dimensions, entries) = ((int)bits.Read(16), (int)bits.Read(24));
                numbers += (long)dimensions * entries;
                if (dimensions == 0 || entries is 0 or > MostEntries || numbers > MostNumbers)
                {
                    return Fail(FormattableString.Invariant($"a codebook of {entries} entries with {dimensions} numbers"));
                }

                if (!ReadLengths(entries) || !ReadLookup(dimensions, entries))
                {
                    return false;
                }
            }

            return true;
        }

        private bool ReadLengths(int entries)
        {
            if (!bits.ReadFlag())
            {
                var isSparse = bits.ReadFlag();
                for (var i = 0; i < entries; i++)
                {
                    bits.Skip(!isSparse || bits.ReadFlag() ? 5 : 0);
                }

                return !bits.IsBeyondEnd || Fail("");
            }

            bits.Skip(5);
            for (int i = 0, lengths = 0; i < entries; lengths++)
            {
                i += (int)bits.Read(BitLength(entries - i));
                if (i > entries || lengths > 32 || bits.IsBeyondEnd)
                {
                    return Fail("a codebook whose lengths do not end");
                }
            }

            return true;
        }

        private bool ReadLookup(int dimensions, int entries)
        {
            var type = bits.Read(4);
            if (type > 2)
            {
                return Fail(FormattableString.Invariant($"a codebook of type {type}"));
            }

            if (type > 0)
            {
                bits.Skip(64);
                var valueBits = bits.Read(4) + 1;
                bits.Skip(1);
                bits.Skip(valueBits * (type == 1 ? Root(entries, dimensions) : (long)entries * dimensions));
            }

            return !bits.IsBeyondEnd || Fail("");
        }

        private bool ReadTimes()
        {
            bits.Skip(16 * (bits.Read(6) + 1));
            return true;
        }

        private bool ReadFloors()
        {
            for (var left = bits.Read(6) + 1; left > 0; left--)
            {
                var type = bits.Read(16);
                if (type != 1)
                {
                    return Fail(FormattableString.Invariant($"a floor of type {type}"));
                }

                var classes = new int[bits.Read(5)];
                for (var i = 0; i < classes.Length; i++)
                {
                    classes[i] = (int)bits.Read(4);
                }

                var dimensions = new int[classes.Length == 0 ? 0 : classes.Max() + 1];
                for (var i = 0; i < dimensions.Length; i++)
                {
                    dimensions[i] = (int)bits.Read(3) + 1;
                    var subclasses = (int)bits.Read(2);
                    if ((subclasses > 0 && bits.Read(8) >= _books) || !AreBooks(1 << subclasses))
                    {
                        return Fail("a floor with a codebook that is not there");
                    }
                }

                bits.Skip(2);
                var pointBits = (int)bits.Read(4);
                var points = classes.Sum(number => dimensions[number]);
                bits.Skip(points * pointBits);
                if (points > MostPoints || bits.IsBeyondEnd)
                {
                    return Fail(FormattableString.Invariant($"a floor of {points} points"));
                }
            }

            return true;
        }

        // Numbers count from 1 here; 0 is none.
        private bool AreBooks(int count)
        {
            var areThere = true;
            for (var i = 0; i < count; i++)
            {
                areThere &= bits.Read(8) <= _books;
            }

            return areThere;
        }

        private bool ReadResidues()
        {
            for (var left = bits.Read(6) + 1; left > 0; left--)
            {
                var type = bits.Read(16);
                bits.Skip(72);
                var classes = (int)bits.Read(6) + 1;
                var isBook = bits.Read(8) < _books;
                var stages = 0;
                for (var i = 0; i < classes; i++)
                {
                    stages += BitOperations.PopCount(bits.Read(3));
                    stages += bits.ReadFlag() ? BitOperations.PopCount(bits.Read(5)) : 0;
                }

                for (var i = 0; i < stages; i++)
                {
                    isBook &= bits.Read(8) < _books;
                }

                if (type > 2 || !isBook)
                {
                    return Fail(FormattableString.Invariant($"a residue of type {type} or with a codebook that is not there"));
                }
            }

            return !bits.IsBeyondEnd || Fail("");
        }

        private bool ReadMappings(out int count)
        {
            count = (int)bits.Read(6) + 1;
            for (var left = count; left > 0; left--)
            {
                var type = bits.Read(16);
                var submaps = bits.ReadFlag() ? (int)bits.Read(4) + 1 : 1;
                var channelBits = BitLength(channelCount - 1);
                for (var steps = bits.ReadFlag() ? (int)bits.Read(8) + 1 : 0; steps > 0; steps--)
                {
                    var (magnitude, angle) = (bits.Read(channelBits), bits.Read(channelBits));
                    if (magnitude == angle || magnitude >= channelCount || angle >= channelCount)
                    {
                        return Fail("channels coupled that are not there");
                    }
                }

                if (type != 0 || bits.Read(2) != 0)
                {
                    return Fail(FormattableString.Invariant($"a mapping of type {type}"));
                }

                bits.Skip(submaps > 1 ? 4L * channelCount : 0);
                bits.Skip(24L * submaps);
            }

            return !bits.IsBeyondEnd || Fail("");
        }

        private bool[]? ReadModes(int mappings)
        {
            var modes = new bool[bits.Read(6) + 1];
            for (var i = 0; i < modes.Length; i++)
            {
                modes[i] = bits.ReadFlag();
                bits.Skip(32);
                if (bits.Read(8) >= mappings)
                {
                    Fail("a mode with a mapping that is not there");
                    return null;
                }
            }

            return modes;
        }

        private static int BitLength(int value) => 32 - BitOperations.LeadingZeroCount((uint)value);

        /// <summary>The largest number whose power is at most the number of entries.</summary>
        private static int Root(int entries, int dimensions)
        {
            var root = 1;
            while (BigInteger.Pow(root + 1, dimensions) <= entries)
            {
                root++;
            }

            return root;
        }
    }
}
