namespace Bakeoff.Onnx.Graphs;

/// <summary>Types of tensor elements, by their numbers in ONNX's schema.</summary>
internal enum ElementType
{
    Single = 1,
    Int64 = 7,
    Double = 11,
}
