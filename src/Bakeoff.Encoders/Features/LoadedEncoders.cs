using Bakeoff.Encoders.Storage;
using Bakeoff.Options;

namespace Bakeoff.Encoders.Features;

/// <summary>Encoders in memory, so that all threads share one; an encoder that nobody uses is given up.</summary>
internal static class LoadedEncoders
{
    private static readonly Dictionary<(string Folder, int LastState, string? Digest), WeakReference<SpeechEncoder>> Encoders = [];
    private static readonly Lock Gate = new();

    /// <exception cref="EncoderFormatException">The folder cannot be read, or has other weights than the digest's.</exception>
    public static SpeechEncoder Get(string folder, int lastState, string? digest)
    {
        lock (Gate)
        {
            if (Encoders.TryGetValue((folder, lastState, digest), out var reference) && reference.TryGetTarget(out var encoder))
            {
                return encoder;
            }

            if (digest is not null && SpeechEncoder.DigestOf(folder) is var found && found != digest)
            {
                throw new EncoderFormatException(folder, new ErrorDetails("the weights have digest {value}")
                {
                    Value = found,
                    Rule = digest,
                    NextStep = "Put the encoder there that was used for training.",
                });
            }

            encoder = SpeechEncoder.Load(folder, new EncoderLoadOptions { LastState = lastState });
            Encoders[(folder, lastState, digest)] = new WeakReference<SpeechEncoder>(encoder);
            return encoder;
        }
    }
}
