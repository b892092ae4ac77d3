namespace Bakeoff.Codecs.Mpeg;

/// <summary>The side information of a frame, as far as it can contradict itself.</summary>
/// <param name="DataBegin">Bytes before the frame, in the main data of earlier frames, at which its own begin.</param>
/// <param name="DataBits">Bits of its main data.</param>
/// <param name="HasMixedBlock">True where long and short blocks are in one granule.</param>
/// <param name="Fault">What the format does not allow; null for nothing.</param>
internal readonly record struct Mp3SideInformation(int DataBegin, int DataBits, bool HasMixedBlock, string? Fault)
{
    private const int MostPairs = 288;

    /// <summary>Reads the side information.</summary>
    /// <param name="side">All its bytes.</param>
    /// <param name="header">Header of the frame.</param>
    public static Mp3SideInformation Read(ReadOnlySpan<byte> side, Mp3Header header)
    {
        var bits = new BitsAt(side);
        var dataBegin = bits.Read(header.IsVersion1 ? 9 : 8);

        // Private bits, and for MPEG-1 which scale factors the second granule shares with the first.
        bits.Skip((header.IsVersion1, header.ChannelCount) switch { (true, 1) => 5, (true, _) => 3, (false, 1) => 1, _ => 2 });
        bits.Skip(header.IsVersion1 ? 4 * header.ChannelCount : 0);
        var dataBits = 0;
        var hasMixedBlock = false;
        string? fault = null;
        for (var part = 0; part < (header.IsVersion1 ? 2 : 1) * header.ChannelCount; part++)
        {
            dataBits += bits.Read(12);
            var pairs = bits.Read(9);
            bits.Skip(8 + (header.IsVersion1 ? 4 : 9));
            var hasWindow = bits.Read(1) != 0;
            var blockType = hasWindow ? bits.Read(2) : 1;
            hasMixedBlock |= hasWindow && bits.Read(1) != 0 && blockType == 2;
            bits.Skip((hasWindow ? 19 : 22) + (header.IsVersion1 ? 3 : 2));
            fault ??= pairs > MostPairs ? FormattableString.Invariant($"{pairs} pairs of large values")
                : blockType == 0 ? "window switching without a type of block"
                : null;
        }

        return new Mp3SideInformation(dataBegin, dataBits, hasMixedBlock, fault);
    }

    private ref struct BitsAt(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _position;

        public int Read(int count)
        {
            var value = 0;
            for (var i = 0; i < count; i++, _position++)
            {
                value = (value << 1) | ((_bytes[_position >> 3] >> (7 - (_position & 7))) & 1);
            }

            return value;
        }

        public void Skip(int count) => _position += count;
    }
}
