package io.fieldloop.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AttendanceTest {
    private final Attendance attendance = new Attendance();

    @Test
    void enter_moreThanThereIsRoomFor_isRefusedUntilOneLeaves() {
        assertThat(attendance.enter(2)).isTrue();
        assertThat(attendance.enter(2)).isTrue();
        assertThat(attendance.enter(2)).isFalse();

        assertThat(attendance.leave()).isFalse();
        assertThat(attendance.enter(2)).isTrue();
    }

    @Test
    void leave_whatIsClosed_tellsTheLastOneAlone() {
        attendance.enter(2);
        attendance.join();

        assertThat(attendance.close()).isTrue();
        assertThat(attendance.leave()).isFalse(); // who closed it
        assertThat(attendance.leave()).isFalse();
        assertThat(attendance.leave()).isTrue();
    }

    @Test
    void enter_whatIsClosed_isRefused() {
        attendance.close();

        assertThat(attendance.enter(2)).isFalse();
        assertThat(attendance.isClosed()).isTrue();
        assertThat(attendance.close()).isFalse();
    }
}
