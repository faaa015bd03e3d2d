#include "utter/bus/connection.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace utter::bus {

using websocket::CloseCode;
using websocket::Opcode;

namespace {

constexpr std::size_t pieces_a_write = 64;

bool is_control(Opcode opcode) {
    return opcode >= Opcode::close;
}

}  // namespace

Connection::Connection(std::uint64_t number,
                       std::unique_ptr<Transport> transport,
                       std::string address,
                       std::size_t frame_bytes_max,
                       Poller& poller,
                       ConnectionOwner& owner)
    : number_(number),
      transport_(std::move(transport)),
      address_(std::move(address)),
      frame_bytes_max_(frame_bytes_max),
      poller_(poller),
      owner_(owner),
      connected_(Clock::now()),
      heard_(connected_) {
    if (!poller_.add(transport_->descriptor(), EPOLLIN, *this)) state_ = State::gone;
}

Connection::~Connection() {
    if (state_ != State::gone) poller_.remove(transport_->descriptor());
}

void Connection::watch() {
    if (state_ == State::gone) return;
    poller_.modify(transport_->descriptor(),
                   (read_armed_ ? EPOLLIN : 0U) | (write_armed_ ? EPOLLOUT : 0U),
                   *this);
}

void Connection::watch_for_writing() {
    const bool wanted = transport_->wants_write();
    if (wanted == write_armed_) return;
    write_armed_ = wanted;
    watch();
}

void Connection::on_ready(std::uint32_t events) {
    if ((events & EPOLLOUT) != 0 && state_ != State::gone) flush();
    if (state_ == State::gone) return;
    if ((events & EPOLLIN) != 0) {
        if (owner_.may_read(*this)) {
            read();
        } else {
            read_armed_ = false;
            watch();
        }
    } else if ((events & (EPOLLERR | EPOLLHUP)) != 0) {
        cut();
    }
}

void Connection::resume_reading() {
    if (std::exchange(read_armed_, true)) return;
    watch();
}

void Connection::read() {
    do {
        const auto room = owner_.read_room();
        const auto moved = transport_->read(room);
        if (moved.status == Transport::Status::again) {
            watch_for_writing();
            return;
        }
        if (moved.status != Transport::Status::done) {
            cut();
            return;
        }
        heard_ = Clock::now();
        pinged_ = false;
        if (input_.empty()) {
            const auto taken = take(room.data(), moved.bytes);
            if (taken < moved.bytes) {
                input_.append({room.data() + taken, moved.bytes - taken});
            }
        } else {
            input_.append({room.data(), moved.bytes});
            input_.drop_front(take(input_.data(), input_.size()));
        }
    } while (state_ != State::gone && transport_->has_pending());
}

// @return how many bytes are done with.
std::size_t Connection::take(char* data, std::size_t size) {
    std::size_t taken = 0;
    if (state_ == State::handshake) {
        const std::string_view bytes(data, size);
        const auto end = request_end(bytes.substr(0, request_bytes_max));
        if (!end) {
            if (size < request_bytes_max) return 0;
            owner_.on_request(*this, fail(ErrorCode::malformed, "the request's head is too long"));
            return size;
        }
        owner_.on_request(*this, parse_request(bytes.substr(0, *end)));
        taken = *end;
        if (state_ != State::open) return size;
    }
    while (taken < size && state_ != State::gone) {
        if (skip_bytes_ > 0) {
            const auto skipped = std::min<std::uint64_t>(skip_bytes_, size - taken);
            skip_bytes_ -= skipped;
            taken += static_cast<std::size_t>(skipped);
            continue;
        }
        if (end_after_flush_) return size;
        const auto used = take_frame(data + taken, size - taken);
        if (used == 0) break;
        taken += used;
    }
    return taken;
}

// @return the bytes of one frame, or 0 when it is not whole yet.
std::size_t Connection::take_frame(char* data, std::size_t size) {
    const auto read = websocket::read_header({data, size});
    if (std::holds_alternative<websocket::NeedMore>(read)) return 0;
    if (const auto* error = std::get_if<websocket::ProtocolError>(&read)) {
        refuse(CloseCode::protocol_error, error->reason);
        finish();  // where the next frame begins cannot be known
        return size;
    }
    const auto& header = std::get<websocket::FrameHeader>(read);
    const auto skip = [&] {
        skip_bytes_ = header.payload_bytes;
        return header.header_bytes;
    };
    if (!header.masked) {
        refuse(CloseCode::protocol_error, "a client has to mask its frames");
        return skip();
    }
    if (!is_control(header.opcode)) {
        if (state_ != State::open) return skip();
        if (const auto problem = websocket::fragment_problem(header.opcode, in_fragments_);
            !problem.empty()) {
            refuse(CloseCode::protocol_error, problem);
            return skip();
        }
        if (header.opcode == Opcode::binary) {
            refuse(CloseCode::unsupported_data, "binary frame: the bus carries JSON text");
            return skip();
        }
        if (header.payload_bytes > frame_bytes_max_ - fragments_.size()) {
            refuse(CloseCode::too_big,
                   "frame is larger than bus.frame_max, " + std::to_string(frame_bytes_max_) +
                       " bytes");
            return skip();
        }
    }
    const auto whole = header.header_bytes + static_cast<std::size_t>(header.payload_bytes);
    if (size < whole) return 0;
    char* const payload = data + header.header_bytes;
    const auto payload_bytes = static_cast<std::size_t>(header.payload_bytes);
    websocket::apply_mask(payload, payload_bytes, header.mask);
    if (is_control(header.opcode)) {
        if (!take_control(header, {payload, payload_bytes})) return size;
    } else {
        take_data(header, {payload, payload_bytes});
    }
    return whole;
}

void Connection::take_data(const websocket::FrameHeader& header, std::string_view payload) {
    if (header.final && !in_fragments_) {
        owner_.on_text(*this, payload);
        return;
    }
    fragments_ += payload;
    in_fragments_ = !header.final;
    if (in_fragments_) return;
    const auto bytes = fragments_.size();
    fragments_.append(scan_padding, '\0');
    owner_.on_text(*this, std::string_view(fragments_).substr(0, bytes));
    fragments_ = {};
}

// @return false when nothing more is expected from the peer.
bool Connection::take_control(const websocket::FrameHeader& header, std::string_view payload) {
    if (header.opcode == Opcode::pong) return true;
    if (header.opcode == Opcode::ping) {
        if (state_ == State::open) {
            queue_own(websocket::control_frame(Opcode::pong, payload));
            flush();
        }
        return true;
    }
    if (state_ == State::open) {
        // RFC 6455 5.5.1: the code comes back; an empty or broken one as a plain goodbye.
        queue_own(payload.size() >= 2
                      ? websocket::control_frame(Opcode::close, payload.substr(0, 2))
                      : websocket::control_frame(Opcode::close, {}));
        state_ = State::closing;
        closing_since_ = Clock::now();
    }
    finish();
    return false;
}

void Connection::refuse(CloseCode code, std::string_view reason) {
    if (state_ != State::open) return;
    owner_.on_refused(*this, reason);
    close(code, reason, true);
}

void Connection::accept(const HttpRequest& request, std::string_view subprotocol) {
    state_ = State::open;
    queue_own(upgrade_response(request.websocket_key, subprotocol));
    flush();
}

void Connection::respond(const HttpResponse& response, bool head_only) {
    state_ = State::closing;
    closing_since_ = Clock::now();
    queue_own(to_wire(response, head_only));
    finish();
}

void Connection::queue_own(std::string_view frame) {
    auto chunk = std::make_shared<Chunk>(frame.size());
    std::memcpy(chunk->bytes.get(), frame.data(), frame.size());
    chunk->size = frame.size();
    queue_.push({std::move(chunk), 0, frame.size()});
}

void Connection::flush() {
    if (state_ == State::gone) return;
    while (!queue_.empty()) {
        std::array<iovec, pieces_a_write> room;  // NOLINT(cppcoreguidelines-pro-type-member-init)
        const auto pieces = queue_.gather(room);
        const auto moved = transport_->write(pieces);
        if (moved.status == Transport::Status::done) {
            queue_.consume(moved.bytes);
            owner_.on_written(*this, moved.bytes);
        } else if (moved.status == Transport::Status::again) {
            break;
        } else {
            cut();
            return;
        }
    }
    if (queue_.empty() && transport_->wants_write() &&
        transport_->write({}).status == Transport::Status::failed) {
        cut();
        return;
    }
    watch_for_writing();
    if (queue_.empty() && end_after_flush_) transport_->shut_down();
}

// Ends our side once all is written. What the peer still sends is read and dropped until it ends
// its own, since closing a socket with unread bytes would take our last words back.
void Connection::finish() {
    end_after_flush_ = true;
    flush();
}

void Connection::close(CloseCode code, std::string_view reason, bool keep_queue) {
    if (state_ != State::open) {
        if (state_ == State::handshake) cut();
        return;
    }
    state_ = State::closing;
    closing_since_ = Clock::now();
    if (!keep_queue) queue_.drop_unsent();
    queue_own(websocket::close_frame(code, reason));
    flush();
}

void Connection::cut() {
    if (state_ == State::gone) return;
    poller_.remove(transport_->descriptor());
    state_ = State::gone;
    owner_.on_gone(*this);
}

void Connection::tick(Clock::time_point now,
                      Clock::duration handshake_max,
                      Clock::duration ping_after) {
    const auto silent = now - heard_;
    const bool overdue = (state_ == State::handshake && now - connected_ > handshake_max) ||
                         (state_ == State::closing && now - closing_since_ > close_grace);
    if (overdue) {
        cut();
    } else if (state_ == State::open && silent > 2 * ping_after) {
        owner_.on_refused(*this, "silent: no answer to a ping");
        cut();
    } else if (state_ == State::open && silent > ping_after && !std::exchange(pinged_, true)) {
        queue_own(websocket::control_frame(Opcode::ping, {}));
        flush();
    }
}

}  // namespace utter::bus
