namespace Bakeoff.Codecs.Ogg;

/// <summary>One packet of a stream.</summary>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Offset">Byte of the page that it ends on.</param>
internal readonly record struct OggPacket(byte[] Bytes, long Offset);
