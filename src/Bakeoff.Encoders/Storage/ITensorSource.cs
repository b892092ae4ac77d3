namespace Bakeoff.Encoders.Storage;

/// <summary>Tensors of an encoder by the hub's names: of a folder, or of a network that holds one as a layer.</summary>
internal interface ITensorSource
{
    /// <summary>True if a tensor of this name is there.</summary>
    bool Has(string name);

    /// <summary>The values of a tensor, row-major, as an array of the caller's own.</summary>
    /// <param name="name">Name without a prefix.</param>
    /// <param name="shape">Shape that it must have.</param>
    float[] Read(string name, params int[] shape);
}
