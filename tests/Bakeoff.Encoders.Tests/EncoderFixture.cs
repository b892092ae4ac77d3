using Bakeoff.Options.Files;
using Bakeoff.Testing;

namespace Bakeoff.Encoders.Tests;

/// <summary>The tiny encoders in tests/fixtures/encoders and their states by PyTorch.</summary>
internal static class EncoderFixture
{
    public static string Folder(string name) => Fixture.Path($"encoders/{name}");

    public static float[] Clip() => NpyFile.Read<float>(Fixture.Path("encoders/clip.npy"), NpyFile.Single).Values;

    /// <summary>States of the clip: [states, frames, width].</summary>
    public static (long[] Shape, float[] Values) States(string name) =>
        NpyFile.Read<float>(Path.Combine(Folder(name), "states.npy"), NpyFile.Single);
}
