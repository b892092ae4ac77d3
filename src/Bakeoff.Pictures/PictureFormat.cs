namespace Bakeoff.Pictures;

/// <summary>File formats of pictures.</summary>
public enum PictureFormat
{
    /// <summary>Vectors for pages; follows the reader's light or dark setting.</summary>
    Svg,

    /// <summary>Pixels on a white ground.</summary>
    Png,

    /// <summary>Vectors for papers, on a white ground, with their font embedded.</summary>
    Pdf,
}
