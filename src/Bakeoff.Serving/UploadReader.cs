using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Bakeoff.Serving;

/// <summary>Reads the sound out of a request: the body itself, or the first file of a form. Memory grows with what came, not with what was announced.</summary>
internal sealed class UploadReader(long maxBytes)
{
    private const int LongestBoundary = 70;
    private const int BufferBytes = 1 << 16;
    private const string UnnamedClip = "recording";

    /// <returns>The bytes, and a name for answers and messages.</returns>
    /// <exception cref="RequestRefusedException">The body is missing, too large, packed, or a form without a file.</exception>
    public async Task<(byte[] Bytes, string Name)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
        {
            throw TooLarge(FormattableString.Invariant($"body is announced with {request.ContentLength} bytes"));
        }

        if (request.Headers.ContentEncoding is { Count: > 0 } packing && packing != "identity")
        {
            throw new RequestRefusedException(StatusCodes.Status415UnsupportedMediaType, $"Content-Encoding is '{packing}', expected none. Send the recording as it is; FLAC saves room.");
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return (await ReadAllAsync(request.Body, cancellationToken), UnnamedClip);
        }

        return await ReadFormAsync(request.Body, HeaderUtilities.RemoveQuotes(type.Boundary).Value, cancellationToken);
    }

    private async Task<(byte[] Bytes, string Name)> ReadFormAsync(Stream body, string? boundary, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(boundary) || boundary.Length > LongestBoundary)
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, $"multipart/form-data has a boundary of {boundary?.Length ?? 0} letters, expected 1 to {LongestBoundary}. Let the client write the header.");
        }

        try
        {
            var reader = new MultipartReader(boundary, body) { BodyLengthLimit = maxBytes };
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (section.AsFileSection() is { } file)
                {
                    return (await ReadAllAsync(section.Body, cancellationToken), Path.GetFileName(file.FileName) is { Length: > 0 } name ? name : UnnamedClip);
                }

                await section.Body.CopyToAsync(Stream.Null, cancellationToken);
            }
        }
        catch (InvalidDataException fault)
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, $"multipart/form-data cannot be read: {fault.Message} Expected parts of at most {maxBytes} bytes between their boundaries.");
        }
        catch (IOException fault) when (fault is not Microsoft.AspNetCore.Connections.ConnectionResetException && fault.GetType() == typeof(IOException))
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, "multipart/form-data ends in the middle of a part, expected a closing boundary. Send it again.");
        }

        throw new RequestRefusedException(StatusCodes.Status400BadRequest, "multipart/form-data holds no file, expected one part with a file name. With curl: -F file=@clip.wav.");
    }

    private async Task<byte[]> ReadAllAsync(Stream body, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[BufferBytes];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (bytes.Length + read > maxBytes)
            {
                throw TooLarge("body goes on");
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.Length > 0
            ? bytes.ToArray()
            : throw new RequestRefusedException(StatusCodes.Status400BadRequest, "body is empty (0 bytes), expected a WAV, AIFF or FLAC recording. With curl: --data-binary @clip.wav.");
    }

    private RequestRefusedException TooLarge(string what) =>
        new(StatusCodes.Status413PayloadTooLarge, FormattableString.Invariant($"{what}, expected at most {maxBytes} bytes. Cut the recording, send FLAC, or start the server with a higher --max-megabytes."));
}
