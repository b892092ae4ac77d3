using Bakeoff.Options;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Bakeoff.Serving;

/// <summary>
/// Reads the recording in a request: the body itself, or the one file of a form. Memory grows with the bytes received, not with the
/// announced length.
/// </summary>
internal sealed class UploadReader(long maxBytes)
{
    private const int MaxBoundaryLength = 70;
    private const int BufferBytes = 1 << 16;
    private const string UnnamedClip = "recording";

    /// <summary>Reads the recording.</summary>
    /// <returns>The bytes, and a name for answers and messages.</returns>
    /// <exception cref="RequestRefusedException">The body is missing, too large, compressed, or a form without a file or with several.</exception>
    public async Task<(byte[] Bytes, string Name)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
        {
            throw TooLarge(new ErrorDetails("body is announced with {value} bytes")
            {
                Value = FormattableString.Invariant($"{request.ContentLength}"),
            });
        }

        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
        {
            throw new RequestRefusedException(StatusCodes.Status415UnsupportedMediaType, new ErrorDetails("Content-Encoding")
            {
                Value = $"'{encoding}'",
                Rule = "none",
                NextStep = "Send the recording as it is; FLAC is smaller.",
            });
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return (await ReadAllAsync(request.Body, cancellationToken), UnnamedClip);
        }

        return await ReadFormAsync(request.Body, HeaderUtilities.RemoveQuotes(type.Boundary).Value, cancellationToken);
    }

    private async Task<(byte[] Bytes, string Name)> ReadFormAsync(Stream body, string? boundary, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(boundary) || boundary.Length > MaxBoundaryLength)
        {
            throw BadRequest(new ErrorDetails("multipart/form-data has a boundary of {value} letters")
            {
                Value = FormattableString.Invariant($"{boundary?.Length ?? 0}"),
                Rule = FormattableString.Invariant($"1 to {MaxBoundaryLength}"),
                NextStep = "Let the client write the header.",
            });
        }

        (byte[] Bytes, string Name)? recording = null;
        try
        {
            var reader = new MultipartReader(boundary, body) { BodyLengthLimit = maxBytes };
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (section.AsFileSection() is not { } file)
                {
                    await section.Body.CopyToAsync(Stream.Null, cancellationToken);
                }
                else if (recording is null)
                {
                    var bytes = await ReadAllAsync(section.Body, cancellationToken);
                    recording = (bytes, Path.GetFileName(file.FileName) is { Length: > 0 } name ? name : UnnamedClip);
                }
                else
                {
                    throw BadRequest(new ErrorDetails("multipart/form-data holds several files")
                    {
                        Rule = "one",
                        NextStep = "Send a request for each recording.",
                    });
                }
            }
        }
        catch (InvalidDataException exception)
        {
            throw BadRequest(new ErrorDetails($"multipart/form-data cannot be read: {exception.Message}")
            {
                NextStep = FormattableString.Invariant($"Send parts of at most {maxBytes} bytes between their boundaries."),
            });
        }
        catch (IOException exception) when (exception.GetType() == typeof(IOException))
        {
            throw BadRequest(new ErrorDetails("multipart/form-data ends in the middle of a part")
            {
                Rule = "a closing boundary",
                NextStep = "Send it again.",
            });
        }

        return recording ?? throw BadRequest(new ErrorDetails("multipart/form-data holds no file")
        {
            Rule = "one part with a file name",
            NextStep = "With curl: -F file=@clip.wav.",
        });
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
                throw TooLarge(new ErrorDetails("body is too large"));
            }

            bytes.Write(buffer, 0, read);
        }

        return bytes.Length > 0
            ? bytes.ToArray()
            : throw BadRequest(new ErrorDetails("body is empty (0 bytes)")
            {
                Rule = "a WAV, AIFF, FLAC, MP3, Ogg Vorbis or Opus recording",
                NextStep = "With curl: --data-binary @clip.wav.",
            });
    }

    private RequestRefusedException TooLarge(ErrorDetails details) => new(StatusCodes.Status413PayloadTooLarge, details with
    {
        Rule = FormattableString.Invariant($"at most {maxBytes} bytes"),
        NextStep = "Cut the recording, send FLAC, or raise the server's max-megabytes.",
    });

    private static RequestRefusedException BadRequest(ErrorDetails details) => new(StatusCodes.Status400BadRequest, details);
}
