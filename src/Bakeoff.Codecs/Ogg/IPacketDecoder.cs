namespace Bakeoff.Codecs.Ogg;

/// <summary>Decodes the packets of one stream, from its first packet with sound.</summary>
internal interface IPacketDecoder
{
    /// <summary>Samples of each channel that a packet gives; 0 for one that only prepares the next.</summary>
    /// <param name="packet">A packet; called once for each, in their order.</param>
    /// <exception cref="Bakeoff.Audio.Decoding.AudioFormatException">The packet is none of the format.</exception>
    int CountSamples(OggPacket packet);

    /// <summary>Decodes the packet that was counted last.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="samples">Receives all samples that it gives, interleaved.</param>
    /// <exception cref="Bakeoff.Audio.Decoding.AudioFormatException">The packet cannot be decoded.</exception>
    void Decode(OggPacket packet, Span<float> samples);
}
