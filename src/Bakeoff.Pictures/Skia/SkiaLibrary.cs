using Bakeoff.Options;
using SkiaSharp;

namespace Bakeoff.Pictures.Skia;

/// <summary>Looks once whether the native drawing library loads.</summary>
internal static class SkiaLibrary
{
    private static readonly Lazy<PictureException?> Found = new(() => Try(() => SKColorSpace.CreateSrgb().Dispose()));

    /// <summary>The reason why the library cannot be used; null if it can.</summary>
    public static PictureException? Problem => Found.Value;

    /// <summary>Runs a call into the library and describes why it failed; null if it did not.</summary>
    internal static PictureException? Try(Action call)
    {
        try
        {
            call();
            return null;
        }
        catch (Exception exception)
            when (exception is TypeInitializationException or DllNotFoundException or BadImageFormatException or EntryPointNotFoundException
                or InvalidOperationException)
        {
            var cause = exception.GetBaseException().Message;
            return new PictureException(
                new ErrorDetails($"PNG and PDF cannot be drawn, for the native library libSkiaSharp does not load ({FirstSentence(cause)})")
                {
                    NextStep = "SVG pictures need no library; on other systems than Linux (glibc), Windows and macOS there are only those.",
                },
                exception);
        }
    }

    /// <summary>The loader goes on with advice for each system and a list of all places where it looked.</summary>
    private static string FirstSentence(string text) => text.Trim().Split(['\n', '\r'], 2)[0].Split(". ", 2)[0].TrimEnd(':', '.', ' ');
}
