namespace Bakeoff.Encoders.Storage;

/// <summary>Place and form of one tensor in a file of weights.</summary>
/// <param name="Name">Name in the file.</param>
/// <param name="Type">Type of the numbers as the file spells it: F32, F16, BF16 or one that encoders do not have.</param>
/// <param name="Shape">Lengths of the axes, outermost first.</param>
/// <param name="Start">First byte in the file.</param>
/// <param name="ByteCount">Bytes.</param>
internal sealed record StoredTensor(string Name, string Type, int[] Shape, long Start, long ByteCount)
{
    /// <summary>The shape as a text: [768, 48, 128].</summary>
    public string ShapeText => TextOf(Shape);

    public static string TextOf(int[] shape) => $"[{string.Join(", ", shape)}]";
}
